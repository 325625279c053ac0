//! The tree accepts what the `ron` crate accepts, and nothing else, quickly.

use drawdown::scenario::{
    shipped::{reference, shipped},
    tree,
};

use super::load_text;

/// Where both readers see a whole text, they agree on whether it is RON. (What ours rejects on purpose: deep nesting,
/// byte strings, suffixes of numbers.)
#[test]
fn the_tree_reads_ron() {
    let fine = [
        "()",
        "(a: 1)",
        "(a: 1,)",
        "[1, 2.5, -3e-2,]",
        "{\"a\": 1, \"b\": [()]}",
        "Name",
        "Name(1)",
        "Name(a: Other(b: [])) // x",
        "/* a /* nested */ b */ true",
        "\"esc \\n \\\" \\u{41} \\x41\"",
        "r\"raw \\ \"",
        "r#\"a \"quoted\" b\"#",
        "'c'",
        "Some(3)",
        "None",
        "0x1F",
        "0b101",
        "0o17",
        "1_000",
        "+5",
        ".5",
        "5.",
        "inf",
        "-inf",
        "NaN",
        "1e400",
        "#![enable(implicit_some)]\n(a: 1)",
    ];
    for text in fine {
        assert!(ron::from_str::<ron::Value>(text).is_ok(), "ron: {text}");
        assert!(tree::parse(text).is_ok(), "{text}: {:?}", tree::parse(text));
    }
    let broken = [
        "(",
        "(a 1)",
        "[1 2]",
        "{1}",
        "\"",
        "(a: )",
        "1.2.3",
        "--1",
        "(a: 1))",
        "/* ",
        "r#\"a\"",
        "(a: 1; b: 2)",
        "1e",
        "+",
        "0x",
        "",
    ];
    for text in broken {
        assert!(ron::from_str::<ron::Value>(text).is_err(), "ron: {text}");
        assert!(tree::parse(text).is_err(), "{text}");
    }
    for (name, text) in shipped().iter().chain(reference()) {
        assert!(ron::from_str::<ron::Value>(text).is_ok(), "{name}");
    }
}

#[test]
fn long_and_deep_texts_are_read_quickly() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let cases = [
        "(".repeat(500_000),
        "[".repeat(500_000),
        format!("(stay: {})", "Some(".repeat(100_000)),
        format!("/*{}", many("/*", 200_000)),
        format!("({})", many("start: 8, ", 50_000)),
        format!("(overrides: {{{}}})", many("\"pledge[DEU]\": 3, ", 40_000)),
        format!("(critical: [{}])", many("\"isr\", ", 80_000)),
        format!("(correlations: [{}])", many("(\"reliability\", \"commitment\", 0.5), ", 20_000)),
        format!("(start: Empirical(values: [{}]))", many("8, ", 200_000)),
        format!("(title: \"{}\")", many("x", 900_000)),
        format!("(title: r{}\"x\"{})", many("#", 1_000), many("#", 1_000)),
        format!("(start: {})", many("9", 900_000)),
        format!("(start: 0.{})", many("0", 900_000)),
        format!("(composition: Priority([{}]))", many("Host(\"DEU\"), ", 60_000)),
        format!("({}: 1)", many("a", 900_000)),
        many("#![enable(implicit_some)]", 30_000),
        many("\u{FEFF}", 300_000),
        many("\0", 900_000),
        format!("(allies: {{{}}})", (0..20_000).map(|i| format!("\"A{i}\": (), ")).collect::<String>()),
        format!("(remove: [{}])", (0..60_000).map(|i| format!("\"A{i}\", ")).collect::<String>()),
    ];
    for text in cases {
        assert!(load_text(&text).is_none_or(|scenario| scenario.values.len() > 100));
    }
}
