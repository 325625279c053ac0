//! The page of `drawdown invest`: the answer, what money buys as it grows, what each option closes, what holds whatever comes,
//! waiting, what was done.

use maud::{Markup, html};

use super::{
    page,
    pictured::Pictured,
    warnings::before_all,
    words::{joined, typeset},
};
use crate::{
    plot::{self, PlotError},
    present::{
        capital, grouped,
        invest::{bounds, everything, words::bn},
        table::Table,
        tables::invest as of,
        text,
    },
    store::invest::{InvestSummary, Objective},
};

/// A section: address, link, heading, figures, tables.
type Part<'a> = (&'a str, &'a str, &'a str, Vec<&'a Pictured<'a>>, Vec<Table>);

/// The page, with the figures drawn or only their words; `changed` says which files are not as they were written.
///
/// # Errors
/// When a figure cannot be drawn.
pub fn invest(summary: &InvestSummary, pictures: bool, changed: Option<&str>) -> Result<String, PlotError> {
    let figures = plot::invest_figures(summary)?;
    let pictures = Pictured::all(&figures, pictures)?;
    let of_kind = |stem: &str| -> Vec<&Pictured> {
        pictures.iter().zip(&figures).filter(|(_, f)| f.stem.starts_with(stem)).map(|(p, _)| p).collect()
    };
    let each = &summary.scenarios;
    let mut programme = vec![of::path(summary)];
    programme.extend(of::objective(summary));
    programme.extend(each.iter().map(|scenario| of::budgets(summary, scenario)));
    programme.extend(each.iter().filter_map(|scenario| of::next(summary, scenario)));
    let options =
        each.iter().flat_map(|scenario| [of::marginal(summary, scenario), of::growth(summary, scenario)]);
    let options: Vec<Table> = options.collect();
    let own = if each.len() > 1 { vec![of::own(summary)] } else { Vec::new() };
    let timing = each.iter().filter_map(|scenario| of::timing(summary, scenario)).collect();
    let parts: [Part; 4] = [
        (
            "programme",
            "Programme",
            "What the money buys in turn, and what is left",
            of_kind("invest-programme"),
            programme,
        ),
        (
            "options",
            "Options",
            "What the first ten billion close, option by option, beside policies",
            of_kind("invest-value"),
            options,
        ),
        (
            "no-regret",
            "Whatever comes",
            "What can be bought before one knows what comes",
            of_kind("invest-no-regret"),
            own,
        ),
        ("timing", "Later", "What waiting costs", Vec::new(), timing),
    ];
    let mut sections = vec![("answer", "Answer", answer(summary, changed))];
    for (id, link, heading, pictures, tables) in &parts {
        if !pictures.is_empty() || !tables.is_empty() {
            sections.push((id, link, section(id, heading, pictures, tables)));
        }
    }
    sections.push(("method", "Method, limits", method(summary)));
    let [first, last] = summary.years;
    let money: Vec<String> = summary.budgets.iter().map(|&budget| bn(budget)).collect();
    let kicker = page::kicker(&[
        "drawdown invest".to_owned(),
        typeset(&format!("${} bn, {first}-{last}, D+{}", money.join(", "), summary.tier)),
        format!("{} runs, seed {}", grouped(summary.replicates), summary.seed),
    ]);
    let finding = figures.iter().find(|figure| figure.stem == "invest-programme");
    let title = finding.map_or_else(|| "What to buy first".to_owned(), |figure| joined(figure.title()));
    let page = page::shell(&title, &summary.version, "", kicker, &sections);
    Ok(text::html(&page.into_string()).into_owned())
}

fn answer(summary: &InvestSummary, changed: Option<&str>) -> Markup {
    let failed = summary.failed_replicates + summary.fresh_failed_replicates;
    let warnings = summary.scenarios.iter().map(|s| (s.title.as_str(), &s.warnings[..]));
    html! {
        section #answer aria-labelledby="h-answer" {
            h2 .hidden #h-answer { "Answer" }
            (before_all(changed, warnings, (failed, 2 * summary.replicates)))
            @let said = everything(summary);
            @if let Some((first, rest)) = said.split_first() {
                p.lead { (typeset(first)) }
                ul { @for sentence in rest { li { (typeset(sentence)) } } }
            }
        }
    }
}

fn section(id: &str, heading: &str, pictures: &[&Pictured], tables: &[Table]) -> Markup {
    let labelled = format!("h-{id}");
    html! {
        section id=(id) aria-labelledby=(labelled) {
            h2 id=(labelled) { (heading) }
            @for picture in pictures { (picture.told()) }
            @for (t, table) in tables.iter().enumerate() {
                (table.markup_at(&format!("t-{id}-{t}"), &|_| None))
            }
        }
    }
}

fn method(summary: &InvestSummary) -> Markup {
    let [first, last] = summary.years;
    let aim = match summary.objective {
        Objective::Mean => "what is missing on average, every scenario with the same weight",
        Objective::Cvar => "what is missing in the worst tenth of the runs of all scenarios together",
        Objective::Regret => "the most that any scenario loses against its own best programme",
    };
    html! {
        section #method aria-labelledby="h-method" {
            h2 #h-method { "Method, limits" }
            ul {
                li { b { "Money. " } "On top of all that allies spend, spread evenly over " (typeset(&format!("{first}-{last}"))) ", in steps of $" (bn(summary.step)) "\u{202f}bn. It buys kit of a domain, readiness of what is there, or recruits and instructors, whatever planners think." }
                @if let Some(bounds) = bounds(summary) {
                    li { b { "Asked for. " } (typeset(&capital(&bounds))) "." }
                }
                li { b { "Best. " } "What makes " (aim) " as small as was found: a search, which may miss a better programme." }
                li { b { "Two sets of runs. " } "Programmes are chosen on one and valued on another; what they close less on the other is optimism." }
                li { b { "Closed. " } "How much lower the shortfall at D+" (summary.tier) " is than without the programme, on the same draws, mean of the later years." }
                li { b { "Planners’ rule. " } "As much money in the same years, shared out as the model’s planners share theirs. " b { "By need: " } "as kit, in proportion to what is missing, priced and weighted." }
                li { "Options act through the model’s needs alone, and prices do not rise with orders." }
                li { "Open sources. Readiness, costs and training times are the weakest of them." }
            }
            dl.facts {
                div { dt { "Version" } dd { "drawdown " (summary.version) } }
                div { dt { "Seed, runs" } dd { (summary.seed) " and " (summary.fresh_seed) "; " (grouped(summary.replicates)) " each, design " (summary.design) } }
                div { dt { "Scenarios" } dd {
                    @for (i, s) in summary.scenarios.iter().enumerate() {
                        @if i > 0 { ", " }
                        (s.id) " " (s.hash.chars().take(8).collect::<String>())
                    }
                } }
            }
            p.small.quiet { "The numbers behind this page stand in " code { "tables" } " and " code { "invest.json" } "." }
        }
    }
}
