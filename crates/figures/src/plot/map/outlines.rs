//! Outlines of countries on the page: read from the embedded file, projected, clipped to the frame.

use std::collections::BTreeMap;

use crate::plot::canvas::{Frame, Px};

static OUTLINES: &str = include_str!("../../../../../assets/map/europe.txt");

/// Longitude and latitude, degrees.
type Place = (f64, f64);

/// Countries and where their US troops mainly are.
#[derive(Debug, Default)]
pub struct Outlines {
    /// Rings by country, in the order of the file.
    pub rings: BTreeMap<&'static str, Vec<Vec<Place>>>,
    sites: BTreeMap<&'static str, Place>,
}

impl Outlines {
    /// Reads the embedded file.
    #[must_use]
    pub fn embedded() -> Self {
        let mut all = Self::default();
        for line in OUTLINES.lines().filter(|l| !l.starts_with('#')) {
            let mut words = line.split_ascii_whitespace();
            let Some(id) = words.next() else { continue };
            let steps: Vec<f64> = words.filter_map(|w| w.parse().ok()).collect();
            let mut at = (0.0, 0.0);
            let ring: Vec<Place> = steps
                .chunks_exact(2)
                .map(|step| {
                    at = (at.0 + step[0], at.1 + step[1]);
                    (at.0 / 100.0, at.1 / 100.0)
                })
                .collect();
            match id.strip_prefix('@') {
                None => all.rings.entry(id).or_default().push(ring),
                Some(id) => {
                    all.sites.extend(ring.first().map(|place| (id, *place)));
                }
            }
        }
        all
    }

    /// Where a country's circle stands: at its main sites, else in the middle of its largest ring.
    #[must_use]
    pub fn site(&self, id: &str) -> Option<Place> {
        let middle = || {
            let rings = self.rings.get(id)?;
            let (area, middle) = rings.iter().map(|r| centroid(r)).max_by(|a, b| a.0.total_cmp(&b.0))?;
            (area > 0.0).then_some(middle)
        };
        self.sites.get(id).copied().or_else(middle)
    }
}

/// Area and middle of a ring, in degrees: good enough for a place to put a circle.
fn centroid(ring: &[Place]) -> (f64, Place) {
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let cross = a.0 * b.1 - b.0 * a.1;
        area += cross / 2.0;
        x += (a.0 + b.0) * cross / 6.0;
        y += (a.1 + b.1) * cross / 6.0;
    }
    if area == 0.0 { (0.0, (0.0, 0.0)) } else { (area.abs(), (x / area, y / area)) }
}

/// Lambert's azimuthal equal-area projection onto the page.
#[derive(Clone, Copy, Debug)]
pub struct Projection {
    /// Longitude and latitude of the centre, degrees.
    pub centre: Place,
    /// Where the centre lies on the page.
    pub at: Px,
    /// Pixels in an Earth radius.
    pub radius: f64,
}

impl Projection {
    /// Where a place lies on the page.
    #[must_use]
    pub fn of(&self, (longitude, latitude): Place) -> Px {
        let east = (longitude - self.centre.0).to_radians();
        let (north, middle) = (latitude.to_radians(), self.centre.1.to_radians());
        let (sin, cos) = (libm::sin(north), libm::cos(north));
        let (sin0, cos0) = (libm::sin(middle), libm::cos(middle));
        let k = libm::sqrt(2.0 / (1.0 + sin0 * sin + cos0 * cos * libm::cos(east)).max(1e-9));
        let x = k * cos * libm::sin(east);
        let y = k * (cos0 * sin - sin0 * cos * libm::cos(east));
        (self.at.0 + self.radius * x, self.at.1 - self.radius * y)
    }
}

/// The part of a polygon inside a frame (Sutherland and Hodgman: one edge of the frame after another).
#[must_use]
pub fn clipped(polygon: &[Px], frame: Frame) -> Vec<Px> {
    let edges: [fn(Px, Frame) -> f64; 4] =
        [|p, f| p.0 - f.x, |p, f| f.right() - p.0, |p, f| p.1 - f.y, |p, f| f.bottom() - p.1];
    let mut points = polygon.to_vec();
    for inside in edges {
        let mut kept = Vec::with_capacity(points.len());
        for (i, &b) in points.iter().enumerate() {
            let a = points[(i + points.len() - 1) % points.len()];
            let (da, db) = (inside(a, frame), inside(b, frame));
            if (da < 0.0) != (db < 0.0) {
                let t = da / (da - db);
                kept.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
            }
            if db >= 0.0 {
                kept.push(b);
            }
        }
        points = kept;
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_whole() {
        for line in OUTLINES.lines().filter(|l| !l.starts_with('#')) {
            let numbers: Vec<&str> = line.split_ascii_whitespace().skip(1).collect();
            assert!(
                numbers.len().is_multiple_of(2) && numbers.iter().all(|n| n.parse::<i32>().is_ok()),
                "{line}"
            );
        }
        let all = Outlines::embedded();
        assert_eq!(all.rings.len(), 68);
        for (id, rings) in &all.rings {
            for (x, y) in rings.iter().flatten() {
                assert!((-28.5..82.5).contains(x) && (24.5..79.5).contains(y), "{id}: {x} {y}");
            }
        }
        assert_eq!(all.site("DEU"), Some((9.6, 50.35)));
        let (x, y) = all.site("FRA").unwrap();
        assert!((1.5..3.5).contains(&x) && (45.5..47.5).contains(&y), "{x} {y}");
        assert_eq!(all.site("ZZZ"), None);
    }

    #[test]
    fn the_projection_keeps_areas_and_its_centre() {
        let p = Projection { centre: (15.0, 52.0), at: (700.0, 500.0), radius: 1.0 };
        let (x, y) = p.of((15.0, 52.0));
        assert!((x - 700.0).abs() < 1e-12 && (y - 500.0).abs() < 1e-12);
        // a cell of a degree has the area of the sphere's: cos φ (π/180)², wherever it lies
        for (longitude, latitude) in [(15.0, 52.0), (-20.0, 65.0), (40.0, 36.0)] {
            let corner = |i: f64, j: f64| p.of((longitude + i, latitude + j));
            let ring = [corner(-0.5, -0.5), corner(0.5, -0.5), corner(0.5, 0.5), corner(-0.5, 0.5)];
            let sphere = libm::cos(f64::to_radians(latitude)) * f64::to_radians(1.0) * f64::to_radians(1.0);
            let ring = ring.map(|(x, y)| (x - 700.0, y - 500.0));
            assert!((centroid(&ring).0 / sphere - 1.0).abs() < 1e-3, "{longitude} {latitude}");
        }
    }

    #[test]
    fn a_polygon_is_cut_at_the_frame() {
        let frame = Frame { x: 0.0, y: 0.0, w: 10.0, h: 10.0 };
        let square = [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)];
        assert_eq!(centroid(&clipped(&square, frame)).0, 25.0);
        assert!(clipped(&[(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)], frame).is_empty());
    }
}
