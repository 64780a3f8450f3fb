using System.Globalization;
using AdPlatform.Contracts.Campaigns.V1;
using AdPlatform.Hosting.Access;
using AdPlatform.Hosting.Http;

namespace AdPlatform.CreativeGeneration.Library;

internal sealed record Rights(string? Holder, DateOnly? Until);

internal sealed record Focus(double X, double Y);

internal sealed record Area(double X, double Y, double Width, double Height);

/// <summary>What an advertiser says about a file: the same whether it is uploaded or fetched.</summary>
internal sealed record AssetForm(AssetKind? Kind, string? Name, Rights? Rights, Focus? FocalPoint, Area? SafeArea, string? Product, string? Title = null, IReadOnlyList<string>? Genres = null)
{
    public const string Kinds = "must be logo, image, film, font or artwork";


    public FieldErrors Errors()
    {
        var errors = new FieldErrors();
        errors.Check(Kind is { } kind && Enum.IsDefined(kind), "kind", Kinds);
        errors.Check(Name is { Length: >= 1 and <= 200 } && Printable(Name), "name", "must have 1 to 200 characters");
        errors.Check(Rights?.Holder is { Length: >= 1 and <= 200 } && Printable(Rights.Holder), "rights.holder", "must name who holds the rights, 1 to 200 characters");
        errors.Check(Product is null || (Product.Length is >= 1 and <= 200 && Printable(Product)), "product", "must have 1 to 200 characters");
        if (Kind == AssetKind.Artwork)
        {
            errors.Check(Title is { Length: >= 1 and <= 200 } && Printable(Title), "title", "must name the title that it is artwork of, 1 to 200 characters");
            errors.Check(Genres is { Count: >= 1 and <= 20 } && Genres.All(g => g.Length is >= 1 and <= 100 && Printable(g) && Gate.Tokens.Fold(g).Length > 0), "genres", "must be 1 to 20 names of 1 to 100 characters: the title's genres");
        }
        else
        {
            errors.Check(Title is null, "title", "is for artwork only");
            errors.Check(Genres is null, "genres", "is for artwork only");
        }
        if (FocalPoint is { } f) errors.Check(Fraction(f.X) && Fraction(f.Y), "focalPoint", "must be fractions of width and height, 0 to 1");
        if (SafeArea is { } s)
            errors.Check(Fraction(s.X) && Fraction(s.Y) && Fraction(s.Width) && Fraction(s.Height) && s.X + s.Width <= 1.0001 && s.Y + s.Height <= 1.0001, "safeArea", "must be a rectangle in fractions of width and height, within 0 to 1");
        return errors;
    }

    /// <summary>Artwork is given for others' creatives, which only who shows the titles can do.</summary>
    public void CheckOwner(Caller caller, FieldErrors errors)
    {
        if (Kind == AssetKind.Artwork) errors.Check(caller.Kind == AccountKind.Publisher, "kind", "artwork of titles is a publisher's");
    }

    /// <summary>From a query: <c>focalPoint=0.5,0.3</c>, <c>safeArea=0.1,0.1,0.8,0.8</c>, <c>rightsUntil=2027-01-31</c>.</summary>
    public static (AssetForm Form, FieldErrors Errors) Of(UploadingAsset.UploadAsset.Query said)
    {
        var (kind, name, rightsHolder, rightsUntil, focalPoint, safeArea, product, title, genres) = said;
        var unread = new FieldErrors();
        DateOnly? until = null;
        if (rightsUntil is not null && unread.Check(DateOnly.TryParseExact(rightsUntil, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), "rightsUntil", "must be a date, such as 2027-01-31")) until = day;
        var focus = Numbers(focalPoint, 2, "focalPoint", unread);
        var area = Numbers(safeArea, 4, "safeArea", unread);
        AssetKind? of = Enum.TryParse<AssetKind>(kind, ignoreCase: true, out var known) && kind!.All(char.IsAsciiLetter) ? known : null;
        var form = new AssetForm(of, name?.Trim(), new(rightsHolder?.Trim(), until), focus is null ? null : new(focus[0], focus[1]), area is null ? null : new(area[0], area[1], area[2], area[3]), product?.Trim(),
            title?.Trim(), genres?.Split(',').Select(g => g.Trim()).ToList());
        foreach (var (field, reasons) in form.Errors().ToDictionary())
            foreach (var reason in reasons) unread.Add(field == "rights.holder" ? "rightsHolder" : field, reason);
        return (form, unread);
    }

    private static double[]? Numbers(string? text, int count, string field, FieldErrors errors)
    {
        if (text is null) return null;
        var numbers = text.Split(',').Select(t => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN).ToArray();
        return errors.Check(numbers.Length == count && numbers.All(double.IsFinite), field, $"must be {count} numbers with commas between") ? numbers : null;
    }

    private static bool Fraction(double value) => value is >= 0 and <= 1;

    private static bool Printable(string text) => !text.Any(char.IsControl) && text.Trim().Length > 0;
}
