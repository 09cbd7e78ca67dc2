//! Where the database and the bucket are: somebody else's, or our own under the data directory.

use std::{
    fs::{self, DirBuilder},
    net::{Ipv4Addr, SocketAddr},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use anyhow::Context;
use audit::SigningKey;
use cluster::Cluster;
use documents::{Bucket, EmbeddedS3};
use sessions::AccountKey;
use sqlx::postgres::PgConnectOptions;
use store::{Gate, Importer, Owner, Store, Worker, isolation::Inspector};
use tokio::sync::OnceCell;

use crate::{
    configuration::{BucketSetting, Configuration, DATABASE_EXAMPLE, DatabaseRole, DatabaseSetting},
    key_file,
    web::Spool,
};

/// The embedded cluster's database.
const DATABASE: &str = "carechart";

const NOT_MIGRATED: &str = "the database can't be migrated";

/// A port that is free, and the same one the next time.
const S3_LISTENS_ON: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// What a command works on. It stops, with [`Self::stop`], whatever nobody else uses.
pub struct Infrastructure {
    pub configuration: Configuration,
    directory: PathBuf,
    cluster: Option<Cluster>,
    bucket: OnceCell<(Option<EmbeddedS3>, Bucket)>,
}

impl Infrastructure {
    /// Starts the embedded Postgres, with its schema up to date, unless the configuration names another database. The
    /// bucket waits until it is asked for.
    ///
    /// # Errors
    /// When the data directory can't be used or Postgres doesn't start.
    pub async fn start(configuration: Configuration, data: &Path) -> anyhow::Result<Self> {
        let directory = make_directory(data).with_context(|| format!("the data directory {}", data.display()))?;
        let cluster = match configuration.database {
            DatabaseSetting::External { .. } => None,
            DatabaseSetting::Embedded => Some(start_cluster(&directory).await?),
        };
        let infrastructure = Self { configuration, directory, cluster, bucket: OnceCell::new() };
        if let Some(cluster) = &infrastructure.cluster
            && let Err(error) = schema::migrate_if_changed(cluster.owner_options(DATABASE)).await
        {
            infrastructure.stop().await;
            return Err(error).context(NOT_MIGRATED);
        }
        Ok(infrastructure)
    }

    /// The data directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Brings the schema up to date, as the owner.
    ///
    /// # Errors
    /// When the address or the owner's password is missing, the owner can't connect, or a migration fails.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        schema::migrate(self.database_options(DatabaseRole::Owner)?).await.context(NOT_MIGRATED)
    }

    /// The database as the application's role.
    ///
    /// # Errors
    /// When the address or the role's password is missing, or the database doesn't answer, isn't migrated, or gives the
    /// role too much.
    pub async fn store(&self) -> anyhow::Result<Store> {
        let options = self.database_options(DatabaseRole::Application)?;
        // First the role, as another one may not even read what was migrated.
        let store = Store::connect(options.clone(), self.configuration.clinic.clone()).await.context("the database")?;
        schema::check_at(options).await.context("the database")?;
        Ok(store)
    }

    /// The database as the gate's role, which is asked for after [`Self::store`].
    ///
    /// # Errors
    /// When the address or the role's password is missing, or the database doesn't answer, or gives the role too much.
    pub async fn gate(&self) -> anyhow::Result<Gate> {
        Gate::connect(self.database_options(DatabaseRole::Gate)?).await.context("the database")
    }

    /// The database as the worker's role, which is asked for after [`Self::store`].
    ///
    /// # Errors
    /// As [`Self::gate`].
    pub async fn worker(&self) -> anyhow::Result<Worker> {
        Worker::connect(self.database_options(DatabaseRole::Worker)?).await.context("the database")
    }

    /// The database as the owner's role.
    ///
    /// # Errors
    /// When the address or the owner's password is missing, or the database doesn't answer.
    pub async fn owner(&self) -> anyhow::Result<Owner> {
        Owner::connect(self.database_options(DatabaseRole::Owner)?).await.context("the database")
    }

    /// The database for records from other systems, as the owner's role.
    ///
    /// # Errors
    /// When the address or the owner's password is missing, or the database doesn't answer.
    pub async fn importer(&self) -> anyhow::Result<Importer> {
        Importer::connect(self.database_options(DatabaseRole::Owner)?).await.context("the database")
    }

    /// The database as a role that may become the owner's, the application's, the gate's and the worker's.
    ///
    /// # Errors
    /// When ISOLATION_DATABASE_URL is missing or is another role's, or the database doesn't answer or isn't migrated.
    pub async fn inspector(&self) -> anyhow::Result<Inspector> {
        let options = match (&self.cluster, &self.configuration.database) {
            (Some(cluster), _) => cluster.superuser_options(DATABASE),
            (None, DatabaseSetting::External { inspector: Some(options), .. }) => (**options).clone(),
            (None, _) => anyhow::bail!(
                "ISOLATION_DATABASE_URL is missing: set it to the address for a superuser, or for a role that may become \
                 carechart_owner, carechart_app, carechart_gate and carechart_worker"
            ),
        };
        let inspector = Inspector::connect(options.clone()).await.context("the database")?;
        schema::check_at(options).await.context("the database")?;
        Ok(inspector)
    }

    /// How a role signs in to the database.
    ///
    /// # Errors
    /// When the address or the role's password is missing.
    fn database_options(&self, role: DatabaseRole) -> anyhow::Result<PgConnectOptions> {
        let roles = match (&self.cluster, &self.configuration.database) {
            (Some(cluster), _) => return Ok(of_cluster(cluster, role)),
            (None, DatabaseSetting::External { roles: Some(roles), .. }) => roles,
            (None, _) => anyhow::bail!("DATABASE_URL is missing: set it to an address such as {DATABASE_EXAMPLE}"),
        };
        roles.get(&role).cloned().with_context(|| {
            format!(
                "{} is missing: set it to the password of the role {}, or set PGPASSFILE to a file that has it and that \
                 nobody else may read",
                role.password_setting(),
                role.name()
            )
        })
    }

    /// The documents' bucket; the first call starts the embedded S3 unless the configuration names another one.
    ///
    /// # Errors
    /// When it doesn't start, or can't be reached with these keys.
    pub async fn bucket(&self) -> anyhow::Result<Bucket> {
        let (_, bucket) = self.bucket.get_or_try_init(|| self.open_bucket()).await?;
        Ok(bucket.clone())
    }

    async fn open_bucket(&self) -> anyhow::Result<(Option<EmbeddedS3>, Bucket)> {
        let (embedded, settings) = match &self.configuration.bucket {
            BucketSetting::External(settings) => (None, (**settings).clone()),
            BucketSetting::Embedded { public_endpoint } => {
                let lifetime = self.configuration.signed_url_lifetime;
                let directory = self.directory.join("s3");
                let started = EmbeddedS3::start(&directory, S3_LISTENS_ON, public_endpoint.clone(), lifetime).await?;
                (Some(started.0), started.1)
            }
        };
        let bucket = Bucket::open(&settings).await.context("the documents' bucket")?;
        Ok((embedded, bucket))
    }

    /// The key that signs the audit: of the setting's file, or one under the data directory.
    ///
    /// # Errors
    /// When it can't be read, or the setting's file isn't there.
    pub fn audit_key(&self) -> anyhow::Result<SigningKey> {
        let setting = self.configuration.audit_key_file.as_deref();
        key_file::read("the audit's key", setting, &self.directory.join("audit-key"), SigningKey::generate)
    }

    /// The key that seals second factors: of the setting's file, or one under the data directory.
    ///
    /// # Errors
    /// When it can't be read, or the setting's file isn't there.
    pub fn account_key(&self) -> anyhow::Result<AccountKey> {
        let setting = self.configuration.account_key_file.as_deref();
        let generate = || anyhow::Ok(AccountKey::generate());
        key_file::read("the accounts' key", setting, &self.directory.join("account-key"), generate)
    }

    /// Where uploads wait while they are checked.
    ///
    /// # Errors
    /// When the directory can't be made.
    pub fn spool(&self) -> anyhow::Result<Spool> {
        Spool::open(&self.directory.join("uploads")).context("the directory of unfinished uploads")
    }

    /// Stops the embedded services, unless another process uses them. What goes wrong is logged.
    pub async fn stop(self) {
        if let Some((Some(s3), _)) = self.bucket.into_inner() {
            s3.stop().await;
        }
        if let Some(cluster) = self.cluster
            && let Err(error) = cluster.stop().await
        {
            tracing::error!(%error, "Postgres didn't stop");
        }
    }
}

/// Where the embedded Postgres is, under the data directory.
pub fn cluster_directory(data: &Path) -> PathBuf {
    data.join("postgres")
}

async fn start_cluster(directory: &Path) -> anyhow::Result<Cluster> {
    let cluster = Cluster::start(&cluster_directory(directory)).await?;
    if let Err(error) = cluster.prepare(schema::ROLES, DATABASE).await {
        cluster.stop().await?;
        return Err(error.into());
    }
    Ok(cluster)
}

fn of_cluster(cluster: &Cluster, role: DatabaseRole) -> PgConnectOptions {
    match role {
        DatabaseRole::Application => cluster.application_options(DATABASE),
        DatabaseRole::Gate => cluster.gate_options(DATABASE),
        DatabaseRole::Worker => cluster.worker_options(DATABASE),
        DatabaseRole::Owner => cluster.owner_options(DATABASE),
    }
}

/// Others may pass through, since Postgres may run as another user, but see nothing.
fn make_directory(data: &Path) -> std::io::Result<PathBuf> {
    DirBuilder::new().recursive(true).mode(0o711).create(data)?;
    fs::canonicalize(data)
}
