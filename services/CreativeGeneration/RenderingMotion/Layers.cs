namespace AdPlatform.CreativeGeneration.RenderingMotion;

/// <summary>Names of a drawing's parts beside the roles of its texts.</summary>
internal static class Layers
{
    public const string Background = "background", Brand = "brand", Print = "print";
}

/// <summary>A part of a drawing as a drawing of its own; its fonts are by name.</summary>
internal sealed record Layer(string Name, string Svg);
