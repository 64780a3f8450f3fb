using System.Text.Json;

namespace AdPlatform.Verify.CheckingDelivery;

/// <summary>OpenRTB 2.6 sections 4.2.1 to 4.2.3: types, required members, and that bids are for what was asked.</summary>
internal static class BidResponseTypes
{
    private static readonly Dictionary<string, JsonValueKind> BidMembers = new(StringComparer.Ordinal)
    {
        ["id"] = JsonValueKind.String, ["impid"] = JsonValueKind.String, ["price"] = JsonValueKind.Number, ["nurl"] = JsonValueKind.String, ["burl"] = JsonValueKind.String,
        ["lurl"] = JsonValueKind.String, ["adm"] = JsonValueKind.String, ["adid"] = JsonValueKind.String, ["adomain"] = JsonValueKind.Array, ["cid"] = JsonValueKind.String,
        ["crid"] = JsonValueKind.String, ["cat"] = JsonValueKind.Array, ["cattax"] = JsonValueKind.Number, ["attr"] = JsonValueKind.Array, ["language"] = JsonValueKind.String,
        ["dealid"] = JsonValueKind.String, ["w"] = JsonValueKind.Number, ["h"] = JsonValueKind.Number, ["exp"] = JsonValueKind.Number, ["dur"] = JsonValueKind.Number, ["mtype"] = JsonValueKind.Number,
    };

    private static readonly string[] Whole = ["cattax", "w", "h", "exp", "dur", "mtype"];
    private static readonly string[] Required = ["id", "impid", "price", "adm", "crid", "adomain", "mtype"];

    /// <returns>The first thing that is wrong; null when nothing is.</returns>
    public static string? Wrong(JsonElement request, JsonElement response)
    {
        if (!response.TryGetProperty("id", out var id) || id.GetString() != request.GetProperty("id").GetString()) return "id is not the request's";
        if (!response.TryGetProperty("seatbid", out var seats)) return response.TryGetProperty("nbr", out var reason) && reason.TryGetInt32(out _) ? null : "neither seatbid nor nbr";
        if (response.TryGetProperty("cur", out var currency) && currency.GetString()?.Length != 3) return "cur is no currency";
        var imps = request.GetProperty("imp").EnumerateArray().Where(imp => imp.TryGetProperty("id", out _)).Select(imp => imp.GetProperty("id").GetString()).ToHashSet();
        foreach (var seat in seats.EnumerateArray())
        {
            if (!seat.TryGetProperty("bid", out var bids) || bids.GetArrayLength() == 0) return "a seatbid without a bid";
            foreach (var bid in bids.EnumerateArray())
            {
                if (Required.FirstOrDefault(name => !bid.TryGetProperty(name, out _)) is { } missing) return $"bid.{missing} is missing";
                foreach (var member in bid.EnumerateObject())
                {
                    if (!BidMembers.TryGetValue(member.Name, out var kind)) return $"bid.{member.Name} is unknown";
                    if (member.Value.ValueKind != kind || (Whole.Contains(member.Name) && !member.Value.TryGetInt32(out _))) return $"bid.{member.Name} has the wrong type";
                }
                if (!(bid.GetProperty("price").GetDecimal() > 0)) return "bid.price is not above 0";
                if (!imps.Contains(bid.GetProperty("impid").GetString())) return "bid.impid is no impression of the request";
                if (bid.GetProperty("mtype").GetInt32() is not (>= 1 and <= 4)) return "bid.mtype is not 1 to 4";
                if (new[] { "adomain", "cat" }.Any(name => bid.TryGetProperty(name, out var list) && list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))) return "a list has the wrong type";
            }
        }
        return seats.GetArrayLength() > 0 ? null : "seatbid is empty";
    }
}
