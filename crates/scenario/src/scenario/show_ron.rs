//! A resolved scenario as RON that can be read back. It stands alone: the reference data are in it, under what the
//! scenario and its bases say, so that no other file is read with it, and no later version of the data that ship.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{
    chain::Chain,
    dates,
    diagnostic::Diagnostics,
    distribution::Distribution,
    key::Key,
    lay::ally,
    lay::domain,
    lay::element,
    layer::{Evidence, Item},
    layered_world::{Sort, State},
    load::load_reporting,
    loader::Loader,
    names::{Index, Name},
    read_layer::{SHORT_TITLE, TITLE},
    resolved::{Ally, Disposition, Domain, Element, Grade, Origin, Scenario, Value},
    show,
};

/// The scenario that a file (or the name of one that ships) and `--set` come to, in RON.
///
/// # Errors
/// All findings, at least one of them an error.
pub fn ron(source: &Path, sets: &[String]) -> Result<String, Diagnostics> {
    let (scenarios, found) = load_reporting(&[source.to_owned()], sets)?;
    let mut loader = Loader::default();
    let sets = loader.sets(sets);
    let place = loader.find(source);
    let chain = place.and_then(|place| loader.chain(&place, &place.stem()));
    let (Some(scenario), Some(mut chain)) = (scenarios.first(), chain) else { return Err(found) };
    chain.layers.extend(sets);
    Ok(Written::of(scenario, &chain).text())
}

/// A number or distribution with its evidence.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Said<'a> {
    distribution: &'a Distribution,
    grade: Option<Grade>,
    source: &'a str,
    note: &'a str,
}

impl<'a> From<&'a Value> for Said<'a> {
    fn from(value: &'a Value) -> Self {
        let Value { distribution, grade, source, note, .. } = value;
        Self { distribution, grade: *grade, source, note }
    }
}

impl<'a> From<&'a Evidence> for Said<'a> {
    fn from(evidence: &'a Evidence) -> Self {
        let Evidence { distribution, grade, source, note, .. } = evidence;
        Self { distribution, grade: *grade, source, note }
    }
}

impl Said<'_> {
    fn ron(&self, key: &Key) -> String {
        let profile = matches!(key, Key::Input(address) if address.name == Name::Profile);
        let name = profile.then(|| show::profile(self.distribution)).flatten();
        let number = name.map_or_else(|| self.distribution.to_string(), str::to_owned);
        if self.grade.is_none() && self.source.is_empty() && self.note.is_empty() {
            return number;
        }
        let grade = self.grade.map(|grade| format!(", grade: {}", show::grade(Some(grade))));
        let text = |field: &str, text: &str| match text {
            "" => String::new(),
            text => format!(", {field}: {text:?}"),
        };
        let (source, note) = (text("source", self.source), text("note", self.note));
        format!("(value: {number}{}{source}{note})", grade.unwrap_or_default())
    }
}

/// What stands in the file: an entry, and what it is counted in.
type Entry = (Key, String);

/// The parts of the file.
struct Written<'a> {
    scenario: &'a Scenario,
    /// The reference data as they were read.
    root: State,
    /// Reference data that a base has changed before a trigger changes them further.
    under_trigger: BTreeMap<Key, Said<'a>>,
    /// Ids of the reference data that the scenario does without, or has in another place.
    removed: BTreeSet<String>,
    /// What the scenario and its bases have changed.
    over: Vec<Entry>,
    /// Whether the disposition is that of the trigger, and stands in it.
    by_trigger: bool,
}

impl<'a> Written<'a> {
    fn of(scenario: &'a Scenario, chain: &Chain) -> Self {
        // What is wrong in the layers was found when the scenario was loaded.
        let mut found = Diagnostics::default();
        let (mut root, mut all) = (State::default(), State::default());
        root.apply(&chain.layers[0], &mut found);
        dates::settle(&mut root, &mut found);
        chain.layers.iter().for_each(|layer| all.apply(layer, &mut found));
        let trigger_at = chain.layers.iter().rposition(|layer| layer.trigger.is_some());
        let mut written = Self {
            scenario,
            root,
            under_trigger: BTreeMap::new(),
            removed: BTreeSet::new(),
            over: Vec::new(),
            by_trigger: false,
        };
        for sort in [Sort::Domain, Sort::Ally, Sort::Element] {
            let ids = written.root.ids(sort).into_iter();
            let gone = ids.filter(|id| !written.kept(sort).contains(id)).map(str::to_owned);
            let gone: Vec<String> = gone.collect();
            written.removed.extend(gone);
        }
        written.values(&all, trigger_at);
        written.absent();
        for (key, settled) in all.values.iter().filter(|(key, _)| matches!(key, Key::Setting(..))) {
            let said = Said::from(&settled.value.it);
            if written.under(key) != Some(said) {
                written.over.push((key.clone(), said.ron(key)));
            }
        }
        written
    }

    /// What the reference data say of a key, but for items that are taken out.
    fn under(&self, key: &Key) -> Option<Said<'_>> {
        let (first, second) = key.ids();
        let gone = self.removed.contains(first) || self.removed.contains(second);
        self.root.values.get(key).filter(|_| !gone).map(|settled| Said::from(&settled.value.it))
    }

    /// The values that are not those of the reference data. Defaults follow again from what they followed from.
    fn values(&mut self, all: &State, trigger_at: Option<usize>) {
        for address in show::ordered(self.scenario) {
            let value = &self.scenario.values[address];
            let (key, said) = (Key::Input(address.clone()), Said::from(value));
            let own = self.scenario.disposition == Disposition::Own;
            match address.name {
                _ if matches!(value.origin, Origin::Default(_)) => {}
                // Presets of the reference data, unless they are the scenario's own.
                Name::ReturnShare if !own => self.by_trigger |= value.trigger.is_some(),
                Name::ReturnShare => self.over.push((key.clone(), said.ron(&key))),
                // A value beside a trigger wins over it; one that the trigger changes lies under it.
                _ if value.trigger.is_some() => {
                    if all.get(address).is_some_and(|settled| Some(settled.layer) >= trigger_at) {
                        self.over.push((key.clone(), said.ron(&key)));
                    } else {
                        self.under_trigger.insert(key, said);
                    }
                }
                _ if self.under(&key) != Some(said) => self.over.push((key.clone(), said.ron(&key))),
                _ => {}
            }
        }
    }

    /// Entries of sparse tables that the scenario has set to 0: what is not there would come back.
    fn absent(&mut self) {
        let there = |key: &Key| match key {
            Key::Input(address) => !address.name.is_sparse() || self.scenario.values.contains_key(address),
            Key::Setting(..) => true,
        };
        let zero = |key: &Key| self.under(key).is_some_and(|said| said.distribution.constant() == Some(0.0));
        let gone =
            self.root.values.keys().filter(|key| !there(key) && self.under(key).is_some() && !zero(key));
        let gone: Vec<Entry> = gone.map(|key| (key.clone(), "0".to_owned())).collect();
        self.over.extend(gone);
    }

    /// The ids of a kind in the order of the scenario.
    fn ids(&self, sort: Sort) -> Vec<&str> {
        match sort {
            Sort::Domain => self.scenario.domains.iter().map(|it| it.id.as_str()).collect(),
            Sort::Ally => self.scenario.allies.iter().map(|it| it.id.as_str()).collect(),
            Sort::Element => self.scenario.elements.iter().map(|it| it.id.as_str()).collect(),
        }
    }

    /// Those that stand where the reference data have them: items that come later are added at the end.
    fn kept(&self, sort: Sort) -> Vec<&str> {
        let mut rest = self.root.ids(sort).into_iter();
        self.ids(sort).into_iter().take_while(|id| rest.any(|there| there == *id)).collect()
    }

    fn text(&self) -> String {
        let scenario = self.scenario;
        let mut text = format!(
            "// `{}` as drawdown {} resolves it. It stands alone: the reference data are in it, and no other file is read with\n\
             // it. What is as the model has it by default is left out.\n\
             // Hash of the resolved scenario: {}\n(\n",
            scenario.id,
            env!("CARGO_PKG_VERSION"),
            scenario.hash()
        );
        let mut field = |name: &str, value: String| text += &format!("    {name}: {value},\n");
        field("title", format!("{:?}", cut(&scenario.title, TITLE)));
        field("short_title", format!("{:?}", cut(&scenario.short_title, SHORT_TITLE)));
        if !scenario.description.is_empty() {
            field("description", format!("{:?}", scenario.description));
        }
        let (plain, indexed): (Vec<&Entry>, Vec<&Entry>) =
            self.over.iter().partition(|(key, _)| key.index() == Index::None);
        for (key, value) in plain {
            text += &format!("    {key}: {value},{}\n", self.unit(key));
        }
        let mut field = |name: &str, value: String| text += &format!("    {name}: {value},\n");
        field("composition", show::composition(&scenario.composition));
        if scenario.disposition != Disposition::Own && !self.by_trigger {
            field("disposition", show::disposition(&scenario.disposition).to_owned());
        }
        if let Some(trigger) = &scenario.trigger {
            field("trigger", show::trigger(Some(trigger)));
        }
        field("reporting_tier", scenario.reporting_tier.to_string());
        field("closure_tolerance", scenario.closure_tolerance.to_string());
        if !scenario.correlations.is_empty() {
            let pairs = scenario.correlations.iter();
            let pairs: Vec<String> = pairs.map(|(a, b, rho)| format!("(\"{a}\", \"{b}\", {rho})")).collect();
            field("correlations", format!("[{}]", pairs.join(", ")));
        }
        if !self.removed.is_empty() {
            field("remove", format!("{:?}", self.removed.iter().collect::<Vec<_>>()));
        }
        let changed = |sort: Sort| {
            let kept = self.kept(sort);
            let same = |id: &str| self.described(sort, id) == self.described_by_reference(sort, id);
            let ids = self.ids(sort).into_iter().filter(|id| !kept.contains(id) || !same(id));
            ids.filter_map(|id| Some((id.to_owned(), self.described(sort, id)?))).collect::<Vec<_>>()
        };
        for (name, sort) in SORTS {
            text += &map(name, 1, changed(sort).into_iter().map(|(id, said)| (id, said, String::new())));
        }
        let entry = |key: &Key, value: String| (key.to_string(), value, self.unit(key));
        text += &map("overrides", 1, indexed.into_iter().map(|(key, value)| entry(key, value.clone())));
        text += "\n    // Under all of this: the reference data.\n    reference: (\n";
        for (name, sort) in SORTS {
            let items = self.root.ids(sort).into_iter();
            let items = items.filter_map(|id| {
                Some((id.to_owned(), self.described_by_reference(sort, id)?, String::new()))
            });
            text += &map(name, 2, items);
        }
        let values = self.root.values.iter().map(|(key, settled)| {
            let said = self.under_trigger.get(key).copied().unwrap_or_else(|| Said::from(&settled.value.it));
            entry(key, said.ron(key))
        });
        text += &map("values", 2, values);
        text + "    ),\n)\n"
    }

    /// What a value is counted in, as a comment behind it.
    fn unit(&self, key: &Key) -> String {
        let unit = match key {
            Key::Input(address) => show::unit(self.scenario, address),
            Key::Setting(..) => key.unit().to_owned(),
        };
        if unit == "-" { String::new() } else { format!(" // {unit}") }
    }

    fn described(&self, sort: Sort, id: &str) -> Option<String> {
        let scenario = self.scenario;
        match sort {
            Sort::Domain => scenario.domains.iter().find(|it| it.id == id).map(of_domain),
            Sort::Ally => scenario.allies.iter().find(|it| it.id == id).map(of_ally),
            Sort::Element => scenario.elements.iter().find(|it| it.id == id).map(of_element),
        }
    }

    fn described_by_reference(&self, sort: Sort, id: &str) -> Option<String> {
        let item: &Item = self.root.items(sort).iter().find(|item| item.id.it == id)?;
        Some(match sort {
            Sort::Domain => of_domain(&domain(item)),
            Sort::Ally => of_ally(&ally(item)),
            Sort::Element => of_element(&element(item)),
        })
    }
}

/// The kinds of items by the field that holds them.
const SORTS: [(&str, Sort); 3] =
    [("domains", Sort::Domain), ("allies", Sort::Ally), ("elements", Sort::Element)];

/// A title no longer than one may be that is read: `--set` may have lengthened it.
fn cut(title: &str, most: usize) -> String {
    if title.chars().count() <= most {
        return title.to_owned();
    }
    title.chars().take(most - 1).chain(['…']).collect()
}

/// A map of key, value and remark, a line an entry; nothing where there is none.
fn map(name: &str, depth: usize, entries: impl Iterator<Item = (String, String, String)>) -> String {
    let indent = "    ".repeat(depth);
    let lines: String =
        entries.map(|(key, value, remark)| format!("{indent}    {key:?}: {value},{remark}\n")).collect();
    if lines.is_empty() { lines } else { format!("{indent}{name}: {{\n{lines}{indent}}},\n") }
}

/// A struct of the fields that have a value.
fn fields(all: &[(&str, Option<String>)]) -> String {
    let said = all.iter().filter_map(|(name, value)| Some(format!("{name}: {}", value.as_ref()?)));
    format!("({})", said.collect::<Vec<_>>().join(", "))
}

/// A text in quotation marks; none where it is empty, or says only what is known without it.
fn text(text: &str, known: &str) -> Option<String> {
    (!text.is_empty() && text != known).then(|| format!("{text:?}"))
}

fn of_domain(it: &Domain) -> String {
    fields(&[
        ("title", text(&it.title, &it.id)),
        ("unit", text(&it.unit, "")),
        ("enabler", Some(it.enabler.to_string())),
        ("critical", Some(it.critical.to_string())),
        ("coverage_threshold", Some(it.coverage_threshold.to_string())),
        ("grade", it.grade.map(|grade| show::grade(Some(grade)).to_owned())),
        ("note", text(&it.note, "")),
    ])
}

fn of_ally(it: &Ally) -> String {
    fields(&[
        ("title", text(&it.title, &it.id)),
        ("fiscal_class", text(&it.fiscal_class, "")),
        ("public_debt_pct_gdp", it.public_debt_pct_gdp.map(|debt| debt.to_string())),
        ("note", text(&it.note, "")),
    ])
}

fn of_element(it: &Element) -> String {
    fields(&[
        ("title", text(&it.title, &it.id)),
        ("service", text(&it.service, "")),
        ("host", text(&it.host, "")),
        ("posture", text(&it.posture, "")),
        ("note", text(&it.note, "")),
    ])
}
