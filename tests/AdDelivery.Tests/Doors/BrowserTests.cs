using AdPlatform.Contracts.AdDelivery.V1;
using AdPlatform.Contracts.Briefs;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Testing;
using AdPlatform.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace AdPlatform.AdDelivery.Tests.Doors;

/// <summary>
/// Real clients, unmodified from npm, in a real browser: what they make of our answers. Skips where there is no Chromium or <c>npm ci</c> was not run in Clients
/// (tests/run does both).
/// </summary>
public sealed class BrowserTests
{
    private const float Patience = 90_000;

    [Fact]
    public async Task Prebid_shows_a_creative_that_it_got_through_its_s2s_config()
    {
        await using var page = await BrowserPage.OpenAsync();
        await using var app = await DeliveryApp.StartAsync(("BrowserOrigins:0", page.Origin), ("AssetUrl", page.Origin));
        var sample = new Sample { AssetUrl = "/creative.svg" };
        await app.ServeAsync(sample);
        page.Html = $$"""
            <!doctype html><title>page</title><div id="slot"></div>
            <script src="/npm/prebid.js/dist/not-for-prod/prebid.js"></script>
            <script>
            pbjs.que.push(() => {
              pbjs.setConfig({
                s2sConfig: [{ accountId: 'p', bidders: ['adplatform'], adapter: 'prebidServer', enabled: true, timeout: 60000, allowUnknownBidderCodes: true,
                  endpoint: { p1Consent: '{{app.App.Address}}openrtb2/auction?key={{KeyOf(app)}}', noP1Consent: '{{app.App.Address}}openrtb2/auction?key={{KeyOf(app)}}' } }],
                ortb2: { site: { content: { id: 'tt-velvet-harbour', language: 'fr' } }, device: { geo: { country: 'FRA' } }, regs: { gdpr: 0 } },
                currency: { adServerCurrency: 'EUR', rates: { EUR: { EUR: 1, USD: 1.1 } } },
                bidderTimeout: 60000 });
              pbjs.addAdUnits([{ code: 'slot', mediaTypes: { banner: { sizes: [[728, 90], [300, 250]] } }, bids: [{ bidder: 'adplatform', params: {} }] }]);
              pbjs.requestBids({ timeout: 60000, bidsBackHandler: () => {
                const [bid] = pbjs.getHighestCpmBids('slot');
                document.title = bid ? 'bid ' + bid.cpm + ' ' + bid.currency : 'none ' + JSON.stringify(pbjs.getEvents().filter(e => /rror|imeout/.test(e.eventType)));
                if (!bid) return;
                const frame = document.createElement('iframe'); frame.width = 300; frame.height = 250; document.getElementById('slot').append(frame);
                pbjs.renderAd(frame.contentDocument, bid.adId);
              } });
            });
            </script>
            """;

        await page.GoAsync();
        await page.WaitAsync("() => document.title.startsWith('bid') || document.title.startsWith('none')");
        Assert.Equal("bid 10 EUR", await page.Page.TitleAsync());
        await page.WaitAsync("() => [...document.querySelectorAll('iframe')].some(f => { const find = d => [...d.images].some(i => i.naturalWidth === 300) || [...d.querySelectorAll('iframe')].some(g => g.contentDocument && find(g.contentDocument)); return f.contentDocument && find(f.contentDocument); })");
        await ImpressionsAsync(app, sample, 1);
    }

    [Fact]
    public async Task The_vast_client_reads_the_document_and_its_events_are_counted_once()
    {
        await using var page = await BrowserPage.OpenAsync();
        await using var app = await DeliveryApp.StartAsync(("BrowserOrigins:0", page.Origin));
        var sample = new Sample { Format = FormatIds.Video1920x1080 };
        await app.ServeAsync(sample);
        page.Html = $$"""
            <!doctype html><title>page</title><script type="module">
            import { VASTClient, VASTTracker } from '/npm/@dailymotion/vast-client/dist/vast-client.js';
            try {
              const client = new VASTClient();
              const vast = await client.get('{{app.App.Address}}v1/vast?titleId=tt-velvet-harbour&country=FR&language=fr&gdpr=0&key={{KeyOf(app)}}');
              const ad = vast.ads[0], creative = ad.creatives.find(c => c.type === 'linear');
              for (let viewing = 0; viewing < 2; viewing++) {
                const tracker = new VASTTracker(client, ad, creative);
                tracker.load(); tracker.setDuration(creative.duration); tracker.trackImpression();
                for (const at of [0.1, creative.duration * 0.26, creative.duration * 0.51, creative.duration * 0.76]) tracker.setProgress(at);
                tracker.setPaused(true); tracker.setPaused(false); tracker.complete();
              }
              document.title = 'read ' + creative.duration + ' ' + ad.adServingId + ' ' + creative.universalAdIds.length;
            } catch (wrong) { document.title = 'wrong ' + wrong; }
            </script>
            """;

        await page.GoAsync();
        await page.WaitAsync("() => document.title !== 'page'");
        Assert.Matches("^read 15 dec_[0-9a-f]{32} 1$", await page.Page.TitleAsync());
        DeliveryKind[] told = [DeliveryKind.Impression, DeliveryKind.Start, DeliveryKind.FirstQuartile, DeliveryKind.Midpoint, DeliveryKind.ThirdQuartile, DeliveryKind.Pause, DeliveryKind.Resume, DeliveryKind.Complete];
        await Testing.TestApp.EventuallyAsync(() => Task.FromResult(told.All(kind => Records(app).Any(r => r.Kind == kind))), "every event");
        Assert.All(told, kind => Assert.Single(Records(app), record => record.Kind == kind));
    }

    [Fact]
    public async Task A_video_js_page_plays_an_ad()
    {
        await using var page = await BrowserPage.OpenAsync();
        await using var app = await DeliveryApp.StartAsync(("BrowserOrigins:0", page.Origin));
        var sample = new Sample { Format = FormatIds.Video1920x1080, Seconds = 2, MediaUrl = $"{page.Origin}/clip.webm", MediaType = "video/webm" };
        await app.ServeAsync(sample);
        page.Html = $$"""
            <!doctype html><title>page</title><video id="player" class="video-js" muted width="320" height="180"></video>
            <script src="/npm/video.js/dist/video.min.js"></script>
            <script>
            (async () => {
              const text = await (await fetch('{{app.App.Address}}v1/vast?titleId=tt-velvet-harbour&country=FR&language=fr&gdpr=0&mimes=video/webm&key={{KeyOf(app)}}')).text();
              const vast = new DOMParser().parseFromString(text, 'application/xml');
              const url = name => vast.getElementsByTagName(name)[0].textContent.trim(), tell = address => { new Image().src = address; };
              const event = name => [...vast.getElementsByTagName('Tracking')].find(t => t.getAttribute('event') === name).textContent;
              const player = videojs('player', { muted: true });
              player.on('error', () => { document.title = 'wrong ' + player.error().message; });
              player.one('playing', () => { tell(url('Impression')); tell(event('start')); });
              player.one('ended', () => { tell(event('complete')); document.title = 'ended ' + Math.round(player.videoWidth()); });
              player.src({ src: url('MediaFile'), type: vast.getElementsByTagName('MediaFile')[0].getAttribute('type') });
              player.ready(() => player.play());
            })().catch(wrong => { document.title = 'wrong ' + wrong; });
            </script>
            """;

        await page.GoAsync();
        await page.WaitAsync("() => document.title !== 'page'");
        Assert.Equal("ended 160", await page.Page.TitleAsync());
        await ImpressionsAsync(app, sample, 1);
        await Testing.TestApp.EventuallyAsync(() => Task.FromResult(Records(app).Any(r => r.Kind == DeliveryKind.Complete)), "the completion");
    }

    private static IEnumerable<DeliveryRecord> Records(DeliveryApp app) => app.App.Messages.Of<DeliveryRecorded>().SelectMany(message => message.Records);

    private static string KeyOf(DeliveryApp app) => app.App.Client(AccountKind.Publisher, Sample.Publisher, null, Scopes.Decisions).DefaultRequestHeaders.Authorization!.Parameter!;

    private static async Task ImpressionsAsync(DeliveryApp app, Sample sample, int expected)
    {
        await Testing.TestApp.EventuallyAsync(async () => (await app.ReportAsync(sample)).GetProperty("impressions").GetInt32() == expected, $"{expected} impressions");
    }

    /// <summary>A page on a server of its own, so another origin than the platform's.</summary>
    private sealed class BrowserPage : IAsyncDisposable
    {
        private readonly WebApplication _server;
        private IPlaywright _playwright = null!;
        private IBrowser _browser = null!;

        private BrowserPage(WebApplication server) => _server = server;

        public string Html { get; set; } = "";

        public string Origin => _server.Urls.First();

        public IPage Page { get; private set; } = null!;

        public static async Task<BrowserPage> OpenAsync()
        {
            var clients = System.IO.Path.Combine(PublicData.Repository, "tests", "AdDelivery.Tests", "Clients");
            var modules = Environment.GetEnvironmentVariable("ADPLATFORM_CLIENTS") ?? System.IO.Path.Combine(clients, "node_modules");
            if (!Directory.Exists(System.IO.Path.Combine(modules, "prebid.js"))) Missing.Skip("no npm clients: tests/run gets those of tests/AdDelivery.Tests/Clients/packages");
            var chromium = new[] { Environment.GetEnvironmentVariable("ADPLATFORM_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
            if (chromium is null) Missing.Skip("no Chromium");
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var page = new BrowserPage(builder.Build());
            page._server.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(modules), RequestPath = "/npm" });
            page._server.MapGet("/", () => Results.Content(page.Html, "text/html"));
            page._server.MapGet("/clip.webm", () => Results.File(System.IO.Path.Combine(clients, "clip.webm"), "video/webm", enableRangeProcessing: true));
            page._server.MapGet("/creative.svg", () => Results.Content("""<svg xmlns="http://www.w3.org/2000/svg" width="300" height="250"><rect width="300" height="250" fill="#264"/></svg>""", "image/svg+xml"));
            await page._server.StartAsync();
            page._playwright = await Playwright.CreateAsync();
            page._browser = await page._playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"], Timeout = Patience });
            // Headless Chrome says so in its user agent, and is a robot to us.
            page.Page = await page._browser.NewPageAsync(new() { UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36" });
            page.Page.SetDefaultTimeout(Patience);
            return page;
        }

        public Task GoAsync() => Page.GotoAsync(Origin, new() { WaitUntil = WaitUntilState.Commit, Timeout = Patience });

        public Task WaitAsync(string holds) => Page.WaitForFunctionAsync(holds, null, new() { Timeout = Patience });

        public async ValueTask DisposeAsync()
        {
            await _browser.DisposeAsync();
            _playwright.Dispose();
            await _server.DisposeAsync();
        }
    }
}
