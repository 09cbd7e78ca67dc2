use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgPool};
use tempfile::TempDir;

use crate::harness::Database;

/// A migrated database, an S3, and a directory for files.
pub struct Place {
    directory: TempDir,
    database: Database,
    /// Past every policy, to look behind it.
    pub superuser: PgPool,
}

impl Place {
    pub async fn new() -> Self {
        let database = Database::new().await;
        Self { directory: TempDir::new().unwrap(), superuser: database.superuser_pool().await, database }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// A file with one bundle of these resources.
    pub fn write(&self, name: &str, resources: &[Value]) -> PathBuf {
        let entries: Vec<Value> = resources.iter().map(|resource| json!({ "resource": resource })).collect();
        let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": entries });
        let path = self.path(name);
        fs::write(&path, bundle.to_string()).unwrap();
        path
    }

    pub fn import<P: AsRef<Path>>(&self, files: &[P]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
        command.env_clear().env("PATH", env::var_os("PATH").unwrap());
        command.envs(self.database.owner_settings());
        command.arg("--data").arg(self.path("data")).arg("import-fhir");
        command.args(files.iter().map(|file| file.as_ref())).output().unwrap()
    }

    /// The documents in the bucket.
    pub fn objects(&self) -> usize {
        let directory = self.path("data/s3/objects/documents");
        let names = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.len() == 36).count()
    }

    /// What a query says, which gives one number.
    pub async fn number(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&self.superuser).await.unwrap()
    }

    /// How many rows each table has.
    pub async fn counts(&self) -> BTreeMap<String, i64> {
        let tables = "select tablename::text from pg_tables where schemaname = 'public'";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&self.superuser).await.unwrap();
        let mut counts = BTreeMap::new();
        for table in tables {
            let query = AssertSqlSafe(format!("select count(*) from {table}"));
            let count = sqlx::query_scalar(query).fetch_one(&self.superuser).await.unwrap();
            counts.insert(table, count);
        }
        counts
    }
}

/// A patient; the identifier is left out when it is null.
pub fn patient(id: &str, identifier: &Value, family: &str, birth_date: &str) -> Value {
    let identifiers: Vec<&Value> = Some(identifier).filter(|identifier| !identifier.is_null()).into_iter().collect();
    json!({
        "resourceType": "Patient", "id": id, "identifier": identifiers, "birthDate": birth_date,
        "name": [{ "family": family, "given": ["Ann"] }],
    })
}

/// A visit to whoever the reference says.
pub fn visit(patient: &str, id: &str, practitioner: &Value) -> Value {
    json!({
        "resourceType": "Encounter", "id": id, "subject": { "reference": format!("Patient/{patient}") },
        "period": { "start": "2020-01-01T10:00:00Z" }, "participant": [{ "individual": practitioner }],
    })
}

pub fn allergy(patient: &str, id: &str) -> Value {
    json!({
        "resourceType": "AllergyIntolerance", "id": id, "code": { "text": id },
        "patient": { "reference": format!("Patient/{patient}") },
    })
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The cells of a type's row: those of the columns that it has.
pub fn row<'a>(output: &'a Output, kind: &str) -> Vec<&'a str> {
    let text = str::from_utf8(&output.stdout).unwrap();
    let line = text.lines().find(|line| line.split_whitespace().next() == Some(kind));
    line.unwrap_or_else(|| panic!("no {kind} in {}", said(output))).split_whitespace().skip(1).collect()
}
