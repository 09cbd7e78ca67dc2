-- Tables and indexes, a noun each file; ids are UUIDv7. Who may see what stands in rules/, which is applied whole each time.
-- Roles (carechart_owner, carechart_app, carechart_definer) belong to the cluster: roles.sql makes them.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- unaccent() is only STABLE, because its dictionary could change; an index wants IMMUTABLE. What an index, a default or a
-- check uses stands here and is never replaced: a changed one gets a new name, and with it a new index.
create function normalized(text) returns text
    language sql immutable strict parallel safe
    return lower(public.unaccent('public.unaccent'::regdictionary, $1));

-- Which rules stand in the database. A program with a lower number neither migrates it nor serves from it.
create table schema_rules (
    is_only_one boolean primary key default true check (is_only_one),
    number integer not null,
    -- Of the numbered files and the rules.
    digest text not null,
    applied_at timestamptz not null default now()
);

create table users (
    id uuid primary key,
    kind text not null check (kind in ('provider', 'patient', 'administrator')),
    email text not null check (email = lower(email) and length(email) <= 254),
    password_hash text not null,
    created_at timestamptz not null default now(),
    suspended_at timestamptz,
    unique (email)
);

create table providers (
    id uuid primary key,
    user_id uuid unique references users,
    display_name text not null check (length(display_name) between 1 and 120),
    license_number text not null default '' check (length(license_number) <= 60),
    specialty text not null default '' check (length(specialty) <= 80),
    is_verified boolean not null default false,
    -- When it was first verified, whatever came of it.
    verified_at timestamptz,
    external_id text unique,
    created_at timestamptz not null default now(),
    check (user_id is not null or not is_verified)
);
create index on providers using gin (normalized(display_name) gin_trgm_ops);

-- One row. Servers write it when they start, by their setting.
create table security_rules (
    is_only_one boolean primary key default true check (is_only_one),
    requires_second_factor boolean not null default false
);
insert into security_rules default values;
