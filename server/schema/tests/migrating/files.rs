//! A small schema that has one of each thing.

use std::time::Duration;

use schema::{Rules, Schema};
use sqlx::{
    SqlSafeStr,
    migrate::{Migration, MigrationType},
};

const NOTES: &str = "
    create extension if not exists pg_trgm;
    create table schema_rules (
        is_only_one boolean primary key default true check (is_only_one),
        number integer not null,
        digest text not null,
        applied_at timestamptz not null default now()
    );
    create function bare(text) returns text language sql immutable strict return trim($1);
    create function normalized(text) returns text language sql immutable strict return lower(bare($1));
    create function is_short(text) returns boolean language sql immutable strict return length($1) < 100;
    create function first_words() returns text language sql stable return 'new';
    create table notes (
        id bigint generated always as identity primary key,
        written text not null check (is_short(written)) default first_words(),
        author text not null default '',
        normal text generated always as (normalized(written)) stored
    );
    create index on notes using gin (normalized(author) gin_trgm_ops)";

const ACCESS: &str = "
    grant usage on schema public to carechart_app;
    grant usage, create on schema public to carechart_definer;
    alter table schema_rules enable row level security, force row level security;
    alter table _sqlx_migrations enable row level security, force row level security;
    alter table notes enable row level security, force row level security;
    create policy owner on schema_rules to carechart_owner using (true) with check (true);
    create policy everyone on schema_rules for select to carechart_app using (true);
    create policy owner on _sqlx_migrations to carechart_owner using (true) with check (true);
    create policy everyone on _sqlx_migrations for select to carechart_app using (true);
    grant select on _sqlx_migrations, schema_rules to carechart_app;
    grant execute on function normalized(text) to carechart_app";

const WRITING: &str = "
    create function writes(text) returns boolean language sql stable security definer
        set search_path = pg_catalog, public, pg_temp
        begin atomic select exists (select from notes n where n.author = $1); end;
    create function writes_twice(text) returns boolean language sql stable
        begin atomic select writes($1) and writes($1); end;
    alter function writes(text) owner to carechart_definer;
    revoke all on function writes(text) from public;
    grant execute on function writes(text) to carechart_app;
    create view short with (security_invoker = true) as select n.id, writes(n.author) from notes n;
    create function shorts() returns bigint language sql stable begin atomic select count(*) from short; end;
    create function refuse() returns trigger language plpgsql as $$ begin raise 'notes stay'; end $$;
    create trigger stays before delete on notes for each row execute function refuse();
    create policy writing on notes for select to carechart_app using (writes(author) and writes_twice(author));
    create policy definer on notes for select to carechart_definer using (true);
    grant select, insert (written, author) on notes to carechart_app;
    grant select on notes to carechart_definer";

/// A numbered file.
pub fn numbered(version: i64, noun: &'static str, sql: &'static str) -> Migration {
    let no_tx = sql.starts_with("-- no-transaction");
    Migration::new(version, noun.into(), MigrationType::Simple, sql.into_sql_str(), no_tx)
}

pub fn rules(name: &'static str, text: &'static str) -> Rules {
    Rules { name: name.into(), text: text.into() }
}

pub fn small() -> Schema {
    Schema {
        migrations: vec![numbered(1, "notes", NOTES)],
        rules: vec![rules("01_access.sql", ACCESS), rules("02_writing.sql", WRITING)],
        number: 3,
        lock_timeout: Duration::from_secs(10),
    }
}

/// The next version: another table, and other rules.
pub fn next() -> Schema {
    const SIGNED: &str = "
        create table signatures (note bigint not null references notes);
        alter table notes add signed boolean;
        update notes set signed = true";
    const SIGNING: &str = "
        alter table signatures enable row level security, force row level security;
        create policy owner on notes to carechart_owner using (true) with check (true);
        create policy everyone on signatures for select to carechart_app using (true);
        grant select on signatures to carechart_app";
    let mut schema = small();
    schema.migrations.push(numbered(2, "signatures", SIGNED));
    schema.rules.push(rules("03_signing.sql", SIGNING));
    schema.number += 1;
    schema
}
