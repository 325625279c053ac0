//! What kind of finding it is, for programs: control flow asks for this and never reads a message.

/// Declares the codes with what each is called.
macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident $name:literal,)*) => {
        /// The kind of a finding.
        ///
        /// Its name ([`Code::name`]) does not change; there may be more kinds in a later version.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $code,)*
        }

        impl Code {
            /// All of them: errors, then warnings.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// What it is called, such as `out-of-range`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)*
                }
            }
        }
    };
}

codes! {
    /// No file and nothing shipped is called so.
    NoFile "no-file",
    /// It cannot be read: a folder, a device, not allowed.
    Unreadable "unreadable",
    /// An experiment where a scenario should be, or the other way round.
    OtherKind "other-kind",
    /// A byte that is not UTF-8, or a character that cannot be seen.
    Characters "characters",
    /// No RON.
    Syntax "syntax",
    /// Nothing there where something must be.
    Empty "empty",
    /// Longer, larger or more than is read.
    TooMuch "too-much",
    /// A value of another type.
    WrongType "wrong-type",
    /// Of the right type, but not of the form that is asked for.
    Form "form",
    /// Nothing is called so.
    Unknown "unknown",
    /// Nothing is called so, and something is called nearly so.
    Misspelt "misspelt",
    /// It was there and is removed.
    Removed "removed",
    /// A field or parameter is missing.
    Missing "missing",
    /// An input has no value.
    NoValue "no-value",
    /// Another value than is allowed.
    OutOfRange "out-of-range",
    /// Another unit than its own.
    Unit "unit",
    /// It stands there twice.
    Twice "twice",
    /// Two things that exclude each other.
    Conflict "conflict",
    /// Something rests on itself.
    Circle "circle",
    /// Values fall from a tier to the next.
    Falling "falling",
    /// It cannot be correlated.
    NotCorrelated "not-correlated",
    /// No set of inputs has all these correlations.
    Correlations "correlations",

    /// Reference data that are not those that ship.
    ReferenceData "reference-data",
    /// Title or description are those of the base.
    InheritedTitle "inherited-title",
    /// Two scenarios of a command have the same title.
    SameTitle "same-title",
    /// A title names another number of troops.
    TitleNumber "title-number",
    /// The troop floor keeps some that are asked to leave.
    TroopFloor "troop-floor",
    /// The reporting tier is no planning tier.
    ReportingTier "reporting-tier",
    /// A weight of 0.
    ZeroWeight "zero-weight",
    /// The departure is under way when the run starts.
    DepartureAtStart "departure-at-start",
    /// What changes happens outside the run, or may.
    OutsideRun "outside-run",
    /// The departure is announced after it starts.
    AnnouncedLate "announced-late",
    /// A point that was meant to group digits.
    DecimalPoint "decimal-point",
    /// The run starts in another year than the reference data.
    StartYear "start-year",
    /// A pledge that nobody's comes near.
    HighPledge "high-pledge",
    /// A pledge that was due earlier.
    PledgePutOff "pledge-put-off",
    /// A pledge below what is spent.
    LowPledge "low-pledge",
    /// No planning tier looks at a capability.
    Unplanned "unplanned",
    /// Draws that spread over orders of magnitude.
    WideSpread "wide-spread",
    /// People who were probably meant in thousands.
    PeopleInThousands "people-in-thousands",
    /// A part of a person.
    FractionOfPeople "fraction-of-people",
    /// All US troops leave.
    AllLeave "all-leave",
    /// Nobody leaves.
    NobodyLeaves "nobody-leaves",
    /// More leave than the composition has places.
    CompositionTooSmall "composition-too-small",
    /// A selector of the composition from which nobody leaves.
    IdleSelector "idle-selector",
    /// A share of an element without people.
    IdleShare "idle-share",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_different() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
