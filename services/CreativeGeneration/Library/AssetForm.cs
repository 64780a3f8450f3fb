using System.Globalization;
using AdPlatform.Hosting.Http;

namespace AdPlatform.CreativeGeneration.Library;

internal sealed record Rights(string? Holder, DateOnly? Until);

internal sealed record Focus(double X, double Y);

internal sealed record Area(double X, double Y, double Width, double Height);

/// <summary>What an advertiser says about a file: the same whether it is uploaded or fetched.</summary>
internal sealed record AssetForm(AssetKind? Kind, string? Name, Rights? Rights, Focus? FocalPoint, Area? SafeArea, string? Product)
{
    public FieldErrors Errors()
    {
        var errors = new FieldErrors();
        errors.Check(Kind is { } kind && Enum.IsDefined(kind), "kind", "must be logo, image, film or font");
        errors.Check(Name is { Length: >= 1 and <= 200 } && Printable(Name), "name", "must have 1 to 200 characters");
        errors.Check(Rights?.Holder is { Length: >= 1 and <= 200 } && Printable(Rights.Holder), "rights.holder", "must name who holds the rights, 1 to 200 characters");
        errors.Check(Product is null || (Product.Length is >= 1 and <= 200 && Printable(Product)), "product", "must have 1 to 200 characters");
        if (FocalPoint is { } f) errors.Check(Fraction(f.X) && Fraction(f.Y), "focalPoint", "must be fractions of width and height, 0 to 1");
        if (SafeArea is { } s)
            errors.Check(Fraction(s.X) && Fraction(s.Y) && Fraction(s.Width) && Fraction(s.Height) && s.X + s.Width <= 1.0001 && s.Y + s.Height <= 1.0001, "safeArea", "must be a rectangle in fractions of width and height, within 0 to 1");
        return errors;
    }

    /// <summary>From a query: <c>focalPoint=0.5,0.3</c>, <c>safeArea=0.1,0.1,0.8,0.8</c>, <c>rightsUntil=2027-01-31</c>.</summary>
    public static (AssetForm Form, FieldErrors Errors) Of(string? kind, string? name, string? rightsHolder, string? rightsUntil, string? focalPoint, string? safeArea, string? product)
    {
        var unread = new FieldErrors();
        DateOnly? until = null;
        if (rightsUntil is not null && unread.Check(DateOnly.TryParseExact(rightsUntil, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), "rightsUntil", "must be a date, such as 2027-01-31")) until = day;
        var focus = Numbers(focalPoint, 2, "focalPoint", unread);
        var area = Numbers(safeArea, 4, "safeArea", unread);
        AssetKind? of = Enum.TryParse<AssetKind>(kind, ignoreCase: true, out var known) && kind!.All(char.IsAsciiLetter) ? known : null;
        var form = new AssetForm(of, name?.Trim(), new(rightsHolder?.Trim(), until), focus is null ? null : new(focus[0], focus[1]), area is null ? null : new(area[0], area[1], area[2], area[3]), product?.Trim());
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
