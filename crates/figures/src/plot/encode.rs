//! PNG files with a palette: pages have few colours, and a third of the bytes are encoded in a third of the time.

use std::{collections::HashMap, io::Write, ops::Range};

use flate2::{Compression, write::ZlibEncoder};
use png::{BitDepth, ColorType, Encoder, chunk};
use tiny_skia::Pixmap;

/// Red, green, blue.
type Color = [u8; 3];

/// Colours of a palette at most.
const MOST: usize = 256;
/// How hard is compressed, of 9.
const LEVEL: u32 = 4;
/// The most frequent colours that are shown as they are, however alike.
const EXACT: usize = 128;

/// A picture by its runs.
#[derive(Default)]
struct Runs {
    /// Colours, in the order in which they come first, and how many pixels each has.
    colors: Vec<(Color, u64)>,
    /// Position in `colors` of every colour.
    places: HashMap<u32, u32>,
    /// Pixels of one colour that lie side by side in a row: position in `colors`, and how many.
    runs: Vec<(u32, usize)>,
    /// Rows in turn: the runs of one, and how many rows in a row are like it.
    rows: Vec<(Range<usize>, usize)>,
}

/// How many pixels from the first on have the colour of the first.
fn run(pixels: &[u32]) -> usize {
    /// As many are compared at once.
    const TOGETHER: usize = 16;
    let first = pixels[0];
    let blocks = pixels.as_chunks::<TOGETHER>().0.iter();
    let same =
        |block: &&[u32; TOGETHER]| block.iter().fold(0, |differs, pixel| differs | (pixel ^ first)) == 0;
    let whole = TOGETHER * blocks.take_while(same).count();
    let rest = pixels[whole..].iter().position(|&pixel| pixel != first);
    rest.map_or(pixels.len(), |rest| whole + rest)
}

impl Runs {
    /// Adds a row of pixels.
    fn add(&mut self, row: &[u32]) {
        let start = self.runs.len();
        let mut rest = row;
        while let Some(&bits) = rest.first() {
            let length = run(rest);
            let next = self.colors.len() as u32;
            let place = *self.places.entry(bits).or_insert(next);
            if place == next {
                let [r, g, b, _] = bits.to_le_bytes();
                self.colors.push(([r, g, b], 0));
            }
            self.colors[place as usize].1 += length as u64;
            self.runs.push((place, length));
            rest = &rest[length..];
        }
        self.rows.push((start..self.runs.len(), 1));
    }

    /// Adds a row like the last.
    fn repeat(&mut self) {
        let Some((runs, times)) = self.rows.last_mut() else { return };
        *times += 1;
        for &(place, length) in &self.runs[runs.clone()] {
            self.colors[place as usize].1 += length as u64;
        }
    }
}

/// The colours of a picture and how they are shown.
struct Palette {
    colors: Vec<Color>,
    /// Position in `colors` by the position of a colour in [`Runs::colors`].
    shown: Vec<u8>,
}

impl Palette {
    /// All colours if they are few enough. If not, rare blends at the edges of what is drawn are replaced by the
    /// nearest of the frequent ones, as near as the number of colours allows.
    fn of(all: &[(Color, u64)]) -> Self {
        let mut frequent = all.to_vec();
        frequent.sort_unstable_by_key(|&(color, count)| (std::cmp::Reverse(count), color));
        let frequent: Vec<Color> = frequent.into_iter().map(|(color, _)| color).collect();
        let colors = (0..)
            .map(|step: u32| unlike(&frequent, step * step))
            .find(|colors| colors.len() <= MOST)
            .expect("at the largest distance only the frequent ones are left");
        let nearest =
            |color: Color| (0..colors.len()).min_by_key(|&i| distance(color, colors[i])).unwrap_or(0);
        let shown = all.iter().map(|&(color, _)| nearest(color) as u8).collect();
        Self { colors, shown }
    }
}

/// The square of the distance between two colours.
fn distance(a: Color, b: Color) -> u32 {
    a.iter().zip(b).map(|(&a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

/// The colours, the most frequent first, without rare ones within a distance of one before.
fn unlike(colors: &[Color], within: u32) -> Vec<Color> {
    let mut kept: Vec<Color> = Vec::new();
    for &color in colors {
        if kept.len() > MOST {
            break;
        }
        if within == 0 || kept.len() < EXACT || kept.iter().all(|&other| distance(color, other) > within) {
            kept.push(color);
        }
    }
    kept
}

/// A part of an opaque picture, from the first column and row to before the last ones, as a PNG file.
///
/// # Errors
/// When the part is empty.
pub(super) fn png(pixmap: &Pixmap, (x0, x1): (u32, u32), (y0, y1): (u32, u32)) -> Result<Vec<u8>, String> {
    let (width, wide) = (pixmap.width() as usize, (x1 - x0) as usize);
    let mut all = Runs::default();
    let mut last: &[u8] = &[];
    let mut pixels = Vec::with_capacity(wide);
    for row in pixmap.data().chunks_exact(4 * width).take(y1 as usize).skip(y0 as usize) {
        let row = &row[4 * x0 as usize..4 * x1 as usize];
        if row == last {
            all.repeat();
        } else {
            pixels.clear();
            pixels.extend(row.as_chunks().0.iter().map(|&pixel| u32::from_le_bytes(pixel)));
            all.add(&pixels);
            last = row;
        }
    }
    let palette = Palette::of(&all.colors);
    // Each row begins with its filter, which is none.
    let mut lines = Vec::with_capacity((wide + 1) * (y1 - y0) as usize);
    for (runs, times) in &all.rows {
        let line = lines.len();
        lines.push(0);
        for &(place, length) in &all.runs[runs.clone()] {
            lines.resize(lines.len() + length, palette.shown[place as usize]);
        }
        for _ in 1..*times {
            lines.extend_from_within(line..line + wide + 1);
        }
    }
    // In one piece: row by row the compressor clears its buffer for each.
    let mut compressor = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    compressor.write_all(&lines).map_err(|e| e.to_string())?;
    let data = compressor.finish().map_err(|e| e.to_string())?;
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, x1 - x0, y1 - y0);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.colors.concat());
    let mut writer = encoder.write_header().map_err(|e| e.to_string())?;
    writer.write_chunk(chunk::IDAT, &data).map_err(|e| e.to_string())?;
    writer.finish().map_err(|e| e.to_string())?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(file: &[u8]) -> Vec<u8> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut bytes).unwrap();
        bytes.truncate(frame.buffer_size());
        bytes
    }

    fn picture(width: u32, height: u32, color: impl Fn(u32) -> Color) -> Pixmap {
        let mut pixmap = Pixmap::new(width, height).unwrap();
        for (i, pixel) in pixmap.data_mut().as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let [r, g, b] = color(i as u32);
            *pixel = [r, g, b, 255];
        }
        pixmap
    }

    #[test]
    fn few_colours_come_back_as_they_are() {
        let pixmap = picture(16, 16, |i| [i as u8, 255 - i as u8, 7]);
        let expected: Vec<u8> =
            pixmap.data().as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect();
        assert_eq!(decoded(&png(&pixmap, (0, 16), (0, 16)).unwrap()), expected);
        // A part: the second row from its third column on.
        assert_eq!(decoded(&png(&pixmap, (2, 16), (1, 2)).unwrap()), &expected[3 * 18..3 * 32]);
    }

    #[test]
    fn many_colours_become_the_nearest_of_frequent_ones() {
        // 4,096 colours, of which two cover half of the picture.
        let pixmap = picture(128, 64, |i| match i % 4 {
            0 => [255, 255, 255],
            1 => [20, 90, 160],
            _ => [(i / 32) as u8, (i % 64) as u8 * 4, 100],
        });
        let file = decoded(&png(&pixmap, (0, 128), (0, 64)).unwrap());
        for (shown, pixel) in file.as_chunks::<3>().0.iter().zip(pixmap.data().as_chunks::<4>().0) {
            let pixel = [pixel[0], pixel[1], pixel[2]];
            let apart = distance(*shown, pixel);
            assert!(apart <= 40 * 40, "{pixel:?} became {shown:?}");
            if pixel == [255, 255, 255] || pixel == [20, 90, 160] {
                assert_eq!(*shown, pixel, "frequent colours stay");
            }
        }
    }
}
