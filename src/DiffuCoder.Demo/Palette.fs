/// Colours as numbers; no drawing.
module DiffuCoder.Demo.Palette

/// Red, green and blue, 0 to 255.
type Rgb = byte * byte * byte

/// From hue in degrees, saturation and lightness in [0, 1].
let ofHsl (hue: float) (saturation: float) (lightness: float) : Rgb =
    let chroma = saturation * min lightness (1.0 - lightness)

    // https://www.w3.org/TR/css-color-4/#hsl-to-rgb
    let channel n =
        let k = (n + hue / 30.0) % 12.0
        let value = lightness - chroma * max -1.0 (min (min (k - 3.0) (9.0 - k)) 1.0)
        byte (round (255.0 * value))

    channel 0.0, channel 8.0, channel 4.0

/// The paper's colours of decoding order (figure 1a): red for the first
/// token, through the rainbow, violet for the last. Takes a share in [0, 1].
let ofOrder (share: float) =
    ofHsl (285.0 * min 1.0 (max 0.0 share)) 0.85 0.66

/// A colour between two.
let between ((r1, g1, b1): Rgb) ((r2, g2, b2): Rgb) (share: float) : Rgb =
    let mix (a: byte) (b: byte) =
        byte (round (float a + (float b - float a) * min 1.0 (max 0.0 share)))

    mix r1 r2, mix g1 g2, mix b1 b2
