//! Providers in a sentence.

use model::chart::Colleague;

/// `Maya Lindqvist (Family medicine) and Tomas Herrera (Cardiology)`.
pub fn names(providers: &[Colleague]) -> String {
    let mut names: Vec<_> = providers
        .iter()
        .map(|provider| match provider.specialty.as_str() {
            "" => provider.display_name.clone(),
            specialty => format!("{} ({specialty})", provider.display_name),
        })
        .collect();
    let Some(last) = names.pop() else { return "nobody".into() };
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use model::id::ProviderId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn everyone_who_treats_is_named() {
        let provider = |name: &str, specialty: &str| Colleague {
            id: ProviderId(Uuid::nil()),
            display_name: name.into(),
            specialty: specialty.into(),
        };
        let all = [provider("Ann Li", "Cardiology"), provider("Bo Ek", ""), provider("Cy Oz", "Surgery")];
        assert_eq!(names(&all), "Ann Li (Cardiology), Bo Ek and Cy Oz (Surgery)");
        assert_eq!(names(&all[..1]), "Ann Li (Cardiology)");
    }
}
