using System.Security.Cryptography;
using AdPlatform.Hosting;
using AdPlatform.Hosting.Http;
using Microsoft.EntityFrameworkCore;

namespace AdPlatform.CreativeGeneration.Library;

/// <summary>How a file that passed its checks was kept.</summary>
internal abstract record Kept
{
    /// <param name="New">False when the account had the very same content: then what the form says replaces what was said.</param>
    public sealed record Stored(LibraryAsset Asset, bool New) : Kept;

    public sealed record Full(long Bytes, long Most) : Kept;
}

internal static class KeepingAsset
{
    public static async Task<Kept> KeepAsync(this CreativesDb db, string account, CheckedFile.Accepted file, AssetForm form, string? sourceUrl, LibraryOptions limits, DateTimeOffset now, CancellationToken cancellation)
    {
        var sha = Convert.ToHexStringLower(SHA256.HashData(file.Content));
        // One writer at a time: two uploads of one file make one asset, and nobody slips past the bound.
        await db.BeginWriteAsync(cancellation);
        var asset = await db.LibraryAssets.SingleOrDefaultAsync(a => a.AccountId == account && a.Sha256 == sha && a.Kind == form.Kind!.Value, cancellation);
        var isNew = asset is null;
        if (asset is null)
        {
            var has = await db.LibraryAssets.Where(a => a.AccountId == account).SumAsync(a => (long)a.Bytes, cancellation);
            if (has + file.Content.Length > limits.BytesPerAccount) return new Kept.Full(has, limits.BytesPerAccount);
            asset = new LibraryAsset
            {
                AssetId = Ids.New(now),
                AccountId = account,
                Kind = form.Kind!.Value,
                Type = file.Type,
                Sha256 = sha,
                Bytes = file.Content.Length,
                Width = file.Width,
                Height = file.Height,
                DurationMs = (int?)file.Film?.Duration?.TotalMilliseconds,
                VideoCodec = file.Film?.VideoCodec,
                AudioCodec = file.Film?.AudioCodec,
                Name = form.Name!,
                RightsHolder = form.Rights!.Holder!,
                CreatedAt = now,
            };
            db.LibraryAssets.Add(asset);
            if (!await db.LibraryFiles.AnyAsync(f => f.AccountId == account && f.Sha256 == sha, cancellation)) db.LibraryFiles.Add(new LibraryFile { AccountId = account, Sha256 = sha, Content = file.Content });
        }
        (asset.FontFamily, asset.FontWeight) = (file.Font?.Family, file.Font?.Weight);
        (asset.Name, asset.Product, asset.SourceUrl, asset.DeletedAt) = (form.Name!, form.Product, sourceUrl, null);
        asset.DigitalSourceType = SourceMark.ByModel(asset.DigitalSourceType) ? asset.DigitalSourceType : file.DigitalSourceType ?? asset.DigitalSourceType;
        (asset.Title, asset.Genres) = (form.Title, form.Genres is null ? null : string.Join(';', form.Genres.Select(Gate.Tokens.Fold).Distinct()));
        (asset.RightsHolder, asset.RightsUntil) = (form.Rights!.Holder!, form.Rights.Until);
        (asset.FocalX, asset.FocalY) = (form.FocalPoint?.X ?? 0.5, form.FocalPoint?.Y ?? 0.5);
        (asset.SafeX, asset.SafeY, asset.SafeWidth, asset.SafeHeight) = form.SafeArea is { } s ? (s.X, s.Y, s.Width, s.Height) : (0, 0, 0, 0);
        await db.CommitAsync(cancellation);
        return new Kept.Stored(asset, isNew);
    }

    public static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult TooFull(Kept.Full full) =>
        Problems.Unprocessable("library-full", $"The library has {full.Bytes} of {full.Most} bytes; delete what is not needed.");
}
