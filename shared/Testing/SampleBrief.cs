using System.Text.Json.Nodes;

namespace AdPlatform.Testing;

/// <summary>A brief that is complete and valid on <see cref="TestApp.DefaultNow"/>; all names in it are invented.</summary>
public static class SampleBrief
{
    public static JsonObject Json() => JsonNode.Parse("""
        {
          "name": "Autumn evenings", "advertiser": { "name": "Lindow Tea", "domains": ["lindowtea.example"] },
          "product": { "name": { "en": "Lindow Evening", "fr": "Lindow Soir" }, "kind": { "en": "herbal tea", "fr": "tisane" } },
          "facts": [
            { "id": "calm", "kind": "benefit", "text": { "en": "calms the evening", "fr": "apaise la soirée" }, "appeals": ["drama"] },
            { "id": "liked", "kind": "proof", "text": { "en": "9 of 10 drinkers sleep better", "fr": "9 buveurs sur 10 dorment mieux" }, "source": "Survey, March 2026, n = 1,204" }
          ],
          "offer": { "price": { "amount": "7.20", "currency": "EUR" }, "priorPrice": { "amount": "9.00", "currency": "EUR" }, "discountPercent": 20, "endsOn": "2026-12-20" },
          "objective": "reach", "budget": { "amount": "20000.00", "currency": "EUR" }, "flight": { "start": "2026-11-25", "end": "2026-12-22" }, "zone": "Europe/Paris",
          "geographies": ["FR", "BE"], "locales": ["en", "fr"], "formats": ["display-300x250", "native"],
          "targeting": { "interests": ["drama"], "frequencyCap": { "perDay": 3, "perFlight": 10 } },
          "brand": { "forbiddenTerms": ["cure"], "colours": ["#0B3D2E", "#F4E9CD"] }, "landingUrl": "https://www.lindowtea.example/evening"
        }
        """)!.AsObject();
}
