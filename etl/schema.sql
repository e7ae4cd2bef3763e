-- What a figure is, and what it must be. A seed file, its table and its key share one name.
-- `python -m etl check` reads the types, keys, references and vocabularies below from DuckDB's own catalogue and
-- names every seed value that breaks one of them. Types, checks and vocabularies hold in the warehouse too; keys and
-- references are proven before it is written and left out there (etl/build.py).
-- The comments are the data dictionary that readers see.

-- 60.0000 as 60, 60.2400 as 60.24.
create macro trim_number(x) as rtrim(rtrim(x::decimal(18, 4)::varchar, '0'), '.');

create type said_kind as enum ('printed', 'inferred');
create type unit_kind as enum ('federation', 'cluster', 'city');
create type evidence_kind as enum ('verified', 'inferred');
create type stock_flow as enum ('stock', 'flow');
create type scenario as enum ('actual', 'target');
create type target_kind as enum ('assigned', 'registered');
create type qualifier as enum ('exact', 'more_than', 'at_least', 'about', 'nearly', 'less_than', 'at_most');
create type exactness as enum ('exact', 'more_than', 'at_least', 'about', 'nearly', 'less_than', 'at_most', 'between');
create type obs_status as enum ('A', 'P');
create type claim_rank as enum ('preferred', 'normal', 'deprecated');
create type list_kind as enum ('open', 'closed');
create type change_kind as enum ('added', 'corrected', 'withdrawn');
-- Material Symbols, as the navigation of the dashboard draws them; what is not among them breaks every page.
create type icon as enum (
    'account_balance', 'apartment', 'balance', 'campaign', 'diversity_1', 'engineering', 'factory', 'family_restroom',
    'favorite', 'fire_extinguisher', 'fitness_center', 'forum', 'gavel', 'group_add', 'group_remove', 'groups',
    'handshake', 'health_and_safety', 'home_work', 'how_to_vote', 'menu_book', 'military_tech', 'newsmode', 'payments',
    'person_add', 'person_remove', 'pregnant_woman', 'redeem', 'savings', 'school', 'shield', 'show_chart',
    'sports_soccer', 'strategy', 'volunteer_activism', 'work', 'work_alert', 'work_off'
);

create table articles (
    article_id       varchar primary key check (regexp_full_match(article_id, '[A-Za-z0-9_-]+')),
    file_name        varchar not null,
    sha256           varchar not null check (regexp_full_match(sha256, '[0-9a-f]{64}')),
    title            varchar not null,
    publisher        varchar not null,
    publisher_kind   said_kind not null,
    publisher_reason varchar not null,
    published_from   date not null,
    published_to     date,
    published_kind   said_kind not null,
    published_reason varchar not null,
    event_from       date,
    event_to         date,
    event_kind       said_kind,
    event_reason     varchar,
    reported_period  varchar not null,
    saved_from       date,
    saved_reason     varchar,
    check (published_to >= published_from),
    check (event_to >= event_from)
);
comment on table articles is 'One row for each newspaper article that figures were read from. The text itself is not kept here.';
comment on column articles.article_id is 'The file''s name without .txt.';
comment on column articles.file_name is 'Name of the file that holds the text: a text as it was received, or what was taken out of a page, a Word file or a PDF.';
comment on column articles.sha256 is 'SHA-256 of the file''s bytes: a changed file is noticed.';
comment on column articles.title is 'The article''s own headline.';
comment on column articles.publisher is 'Who published it.';
comment on column articles.publisher_kind is 'Whether the file prints the publisher or it was inferred.';
comment on column articles.publisher_reason is 'Where the publisher is printed, or what it was inferred from.';
comment on column articles.published_from is 'Day of publication; where it was inferred, the earliest possible day.';
comment on column articles.published_to is 'Latest possible day of publication; empty where the file sets no limit.';
comment on column articles.published_kind is 'Whether the day of publication is printed or inferred.';
comment on column articles.published_reason is 'Where the day is printed, or what it was inferred from.';
comment on column articles.event_from is 'First possible day of the event that the article reports; empty where it reports none.';
comment on column articles.event_to is 'Last possible day of that event.';
comment on column articles.event_kind is 'Whether the day of the event is printed or inferred.';
comment on column articles.event_reason is 'Where the day of the event is printed, or what it was inferred from.';
comment on column articles.reported_period is 'SDMX code of the period that the article reports on or plans for.';
comment on column articles.saved_from is 'Earliest day on which the page can have been saved (inferred).';
comment on column articles.saved_reason is 'What the day of saving was inferred from.';

create table units (
    unit_id          varchar primary key check (regexp_full_match(unit_id, '[A-Za-z0-9_-]+')),
    unit_kind        unit_kind not null,
    name             varchar not null,
    name_en          varchar not null,
    type_vi          varchar not null,
    type_en          varchar not null,
    slug             varchar not null unique check (regexp_full_match(slug, '[a-z0-9]+(-[a-z0-9]+)*')),
    cluster_id       varchar,
    cluster_evidence varchar,
    cluster_evidence_kind evidence_kind,
    valid_from       date,
    valid_to         date,
    name_reused_by   varchar,
    tile_row         integer check (tile_row between 0 and 20),
    tile_col         integer check (tile_col between 0 and 20)
);
comment on table units is 'The 30 district federations, the emulation clusters and the city federation.';
comment on column units.unit_id is 'GSO code of the district as text (leading zeros), C1…C5 for a cluster, 01 for the city.';
comment on column units.unit_kind is 'federation, cluster or city.';
comment on column units.name is 'Name without its type.';
comment on column units.name_en is 'Name in English: Vietnamese for a place, Cluster 1 … Cluster 5 for a cluster.';
comment on column units.type_vi is 'Kind of district in Vietnamese.';
comment on column units.type_en is 'Kind of district in English.';
comment on column units.slug is 'Name without diacritics, for addresses and file names.';
comment on column units.cluster_id is 'Emulation cluster (cụm thi đua) of a federation.';
comment on column units.cluster_evidence is 'Where the membership of the cluster was seen, and for which year.';
comment on column units.cluster_evidence_kind is 'verified: a source names the unit; inferred: worked out by us.';
comment on column units.valid_from is 'First day of the unit''s life; empty where it is older than every figure.';
comment on column units.valid_to is 'Last day of the unit''s life; the district tier ended on 30/06/2025.';
comment on column units.name_reused_by is 'The ward or commune that has borne the name since 01/07/2025: another, smaller unit.';
comment on column units.tile_row is 'Row in the tile map (a sketch of relative position), counted from the north.';
comment on column units.tile_col is 'Column in the tile map, counted from the west.';

create table unit_measures (
    unit_measure varchar primary key check (regexp_full_match(unit_measure, '[A-Za-z0-9_-]+')),
    name_vi      varchar not null,
    name_en      varchar not null,
    name_en_one  varchar not null,
    decimals     integer not null check (decimals between 0 and 4)
);
comment on table unit_measures is 'What is counted (SDMX UNIT_MEASURE).';
comment on column unit_measures.unit_measure is 'Code.';
comment on column unit_measures.name_vi is 'Noun in Vietnamese, as it stands behind a number.';
comment on column unit_measures.name_en is 'Noun in English, as it stands behind a number.';
comment on column unit_measures.name_en_one is 'The same noun behind the number 1.';
comment on column unit_measures.decimals is 'Decimals that a value may have.';

create table sectors (
    sector  varchar primary key check (regexp_full_match(sector, '[A-Za-z0-9_-]+')),
    name_vi varchar not null,
    name_en varchar not null
);
comment on table sectors is 'What a figure is restricted to: a sector of the economy, a partner; _T stands for no restriction.';
comment on column sectors.sector is 'Code.';
comment on column sectors.name_vi is 'Restriction in Vietnamese.';
comment on column sectors.name_en is 'Restriction in English.';

create table topics (
    topic    varchar primary key check (regexp_full_match(topic, '[A-Za-z0-9_-]+')),
    name_vi  varchar not null,
    name_en  varchar not null,
    position integer not null unique
);
comment on table topics is 'Fields of work, as the reports of the federations are divided.';
comment on column topics.topic is 'Code.';
comment on column topics.name_vi is 'Name in Vietnamese.';
comment on column topics.name_en is 'Name in English.';
comment on column topics.position is 'Order of presentation.';

create table indicators (
    indicator_id  varchar primary key check (regexp_full_match(indicator_id, '[A-Za-z0-9_-]+')),
    family        varchar not null,
    is_core       boolean not null,
    icon          icon,
    topic         varchar not null references topics,
    part_of       varchar,
    name_vi       varchar not null,
    name_en       varchar not null,
    short_vi      varchar not null check (length(short_vi) <= 18),
    short_en      varchar not null check (length(short_en) <= 18),
    definition_vi varchar not null,
    definition_en varchar not null,
    unit_measure  varchar not null references unit_measures,
    stock_flow    stock_flow not null,
    position      integer not null unique
);
comment on table indicators is 'What is measured, with what counts and what does not.';
comment on column indicators.indicator_id is 'Code; the page of a core indicator has the same name.';
comment on column indicators.family is 'Indicator whose target a share belongs to; its own id for all others.';
comment on column indicators.is_core is 'Whether the indicator is one of those that have a page of their own.';
comment on column indicators.icon is 'Symbol of that page in the navigation (Material Symbols); empty for all others.';
comment on column indicators.topic is 'Field of work that the indicator belongs to.';
comment on column indicators.part_of is 'Indicator of whose units or things this one counts a part; empty for all others.';
comment on column indicators.name_vi is 'Name in Vietnamese.';
comment on column indicators.name_en is 'Name in English.';
comment on column indicators.short_vi is 'Short name in Vietnamese, as for the tab of a sheet.';
comment on column indicators.short_en is 'Short name in English, as for the tab of a sheet.';
comment on column indicators.definition_vi is 'What is counted and what is not, in Vietnamese.';
comment on column indicators.definition_en is 'What is counted and what is not, in English.';
comment on column indicators.unit_measure is 'What is counted.';
comment on column indicators.stock_flow is 'flow: over a period; stock: as of a day. The two never share an axis.';
comment on column indicators.position is 'Order of presentation.';

create table claims (
    claim_id     varchar primary key check (regexp_full_match(claim_id, '[A-Za-z0-9_-]+')),
    article_id   varchar not null references articles,
    unit_id      varchar not null references units,
    indicator_id varchar not null references indicators,
    time_period  varchar not null,
    period_start date not null,
    period_end   date not null,
    scenario     scenario not null,
    target_kind  target_kind,
    value        decimal(18, 4) not null check (value >= 0),
    out_of       decimal(18, 4) check (out_of > 0),
    qualifier    qualifier not null,
    unit_measure varchar not null references unit_measures,
    obs_status   obs_status not null,
    sector       varchar not null references sectors,
    as_printed   varchar not null check (length(as_printed) <= 60),
    numeral      varchar,
    line         integer not null check (line > 0),
    char_start   integer not null check (char_start >= 0),
    char_end     integer not null,
    rank         claim_rank not null,
    rank_reason  varchar,
    share_note   varchar,
    entered_by   varchar not null,
    entered_on   date not null,
    checked_by   varchar not null,
    checked_on   date not null,
    note         varchar
);
comment on table claims is 'One figure at one place of one article, entered by one reader and checked by another.';
comment on column claims.claim_id is 'Key: article, line, number on the line.';
comment on column claims.article_id is 'Article that prints the figure.';
comment on column claims.unit_id is 'Unit that the figure is about (SDMX REF_AREA).';
comment on column claims.indicator_id is 'What was measured (SDMX INDICATOR).';
comment on column claims.time_period is 'SDMX code: 2023, 2023-S1, 2023-Q3, 2023-05; a first day and a length: 2023-01-01/P9M, 2025-01-01/P161D, 2008-01-01/P5Y; a day for a stock. What happened on a day is typed as that day and published as 2023-05-12/P1D (SDMX TIME_PERIOD).';
comment on column claims.period_start is 'First day of the period.';
comment on column claims.period_end is 'Last day of the period.';
comment on column claims.scenario is 'actual: was done; target: is to be reached.';
comment on column claims.target_kind is 'assigned by the city or registered by the unit itself; never mixed.';
comment on column claims.value is 'The printed number (SDMX OBS_VALUE).';
comment on column claims.out_of is 'The whole that the number is printed against, as in 6/6.';
comment on column claims.qualifier is 'How exact the article says the number is; travels with the number.';
comment on column claims.unit_measure is 'What is counted (SDMX UNIT_MEASURE).';
comment on column claims.obs_status is 'SDMX OBS_STATUS of a printed figure: A normal, P provisional.';
comment on column claims.sector is 'Sector or other restriction of the figure; _T for none.';
comment on column claims.as_printed is 'The figure with its noun as it stands in the article.';
comment on column claims.numeral is 'Which numeral of as_printed is meant; empty where there is only one.';
comment on column claims.line is 'Line of the article file, counted from 1.';
comment on column claims.char_start is 'First code point of as_printed in the file''s text (normal form NFC), counted from 0.';
comment on column claims.char_end is 'Code point behind the last one of as_printed.';
comment on column claims.rank is 'preferred, normal or deprecated among claims for the same thing.';
comment on column claims.rank_reason is 'Why the claim is preferred or deprecated.';
comment on column claims.share_note is 'Said where a printed share differs from the recomputed one beyond rounding.';
comment on column claims.entered_by is 'Reader who entered the claim.';
comment on column claims.entered_on is 'Day it was entered.';
comment on column claims.checked_by is 'Another reader, who read the article again and checked the claim.';
comment on column claims.checked_on is 'Day it was checked.';
comment on column claims.note is 'What a later reader should know.';

create table coverage (
    article_id   varchar not null references articles,
    indicator_id varchar not null references indicators,
    time_period  varchar not null,
    sector       varchar not null references sectors,
    unit_id      varchar not null references units,
    list_kind    list_kind not null,
    line         integer not null check (line > 0),
    reason       varchar not null,
    primary key (article_id, indicator_id, time_period, sector, unit_id)
);
comment on table coverage is 'Which units an article speaks for where it lists figures of several units.';
comment on column coverage.article_id is 'Article that has the list.';
comment on column coverage.indicator_id is 'What the list is about.';
comment on column coverage.time_period is 'Period of the list.';
comment on column coverage.sector is 'Sector or other restriction of the list; _T for none.';
comment on column coverage.unit_id is 'A unit the article speaks for, with or without a figure.';
comment on column coverage.list_kind is 'closed: units without a figure are not meant; open: the list ends in "…" or gives examples.';
comment on column coverage.line is 'Line of the article file that has the list, counted from 1.';
comment on column coverage.reason is 'Why the list covers the unit and is open or closed.';

create table passed_over (
    passed_over_id varchar primary key check (regexp_full_match(passed_over_id, '[A-Za-z0-9_-]+')),
    article_id     varchar not null references articles,
    line           integer not null check (line > 0),
    line_to        integer not null,
    as_printed     varchar check (length(as_printed) <= 60),
    reason         varchar not null,
    check (line_to >= line)
);
comment on table passed_over is 'A numeral of an article that is no figure of ours, and why it was passed over; or whole lines that are not part of the article.';
comment on column passed_over.passed_over_id is 'Key: article, line, number on the line.';
comment on column passed_over.article_id is 'Article that prints it.';
comment on column passed_over.line is 'Line of the article file, counted from 1; of whole lines, the first.';
comment on column passed_over.line_to is 'The same line; of whole lines, the last.';
comment on column passed_over.as_printed is 'The numeral as it stands in the article; empty where whole lines are passed over.';
comment on column passed_over.reason is 'Why it is no figure of ours.';

create table corrections (
    correction_id varchar primary key check (regexp_full_match(correction_id, '[A-Za-z0-9_-]+')),
    claim_id      varchar not null references claims,
    column_name   varchar not null,
    before        varchar,
    after         varchar,
    reason        varchar not null,
    corrected_by  varchar not null,
    confirmed_by  varchar not null,
    corrected_on  date not null
);
comment on table corrections is 'A published value that was found wrong: before, after, why, who, when.';
comment on column corrections.correction_id is 'Key.';
comment on column corrections.claim_id is 'Claim that was corrected.';
comment on column corrections.column_name is 'Column of claims that was corrected.';
comment on column corrections.before is 'What was published; empty where nothing was.';
comment on column corrections.after is 'What is published instead; empty where nothing is.';
comment on column corrections.reason is 'Why the old value was wrong.';
comment on column corrections.corrected_by is 'Reader who corrected it.';
comment on column corrections.confirmed_by is 'Another reader, who confirmed the correction.';
comment on column corrections.corrected_on is 'Day it was corrected.';

create table readers (
    reader_id varchar primary key check (regexp_full_match(reader_id, 'reader-[1-9][0-9]*'))
);
comment on table readers is 'The roles under which articles are read; no person is named.';
comment on column readers.reader_id is 'Role.';

create table comparisons (
    article_id    varchar primary key references articles,
    first_reader  varchar not null references readers,
    second_reader varchar not null references readers,
    settled_on    date not null,
    both_figure   integer not null check (both_figure >= 0),
    only_first    integer not null check (only_first >= 0),
    only_second   integer not null check (only_second >= 0),
    both_passed   integer not null check (both_passed >= 0),
    compared      integer not null check (compared >= 0),
    check (first_reader <> second_reader)
);
comment on table comparisons is 'Two readings of an article that were made apart: how often they agreed before anything was settled.';
comment on column comparisons.article_id is 'Article that was read twice.';
comment on column comparisons.first_reader is 'Reader who was shown proposals.';
comment on column comparisons.second_reader is 'Reader who started from the bare text.';
comment on column comparisons.settled_on is 'Day on which the two agreed to what was published.';
comment on column comparisons.both_figure is 'Numerals that both took for a figure.';
comment on column comparisons.only_first is 'Numerals that only the first reader took for a figure.';
comment on column comparisons.only_second is 'Numerals that only the second reader took for a figure.';
comment on column comparisons.both_passed is 'Numerals that both passed over.';
comment on column comparisons.compared is 'Figures of both that were compared column by column.';

create table differences (
    difference_id varchar primary key check (regexp_full_match(difference_id, '[A-Za-z0-9_-]+')),
    article_id    varchar not null references articles,
    claim_id      varchar references claims,
    line          integer not null check (line > 0),
    as_printed    varchar not null check (length(as_printed) <= 60),
    column_name   varchar not null,
    first_said    varchar,
    second_said   varchar,
    settled       varchar,
    reason        varchar not null
);
comment on table differences is 'Where two readings of an article differed, or both were changed, and how it was settled.';
comment on column differences.difference_id is 'Key: article, number.';
comment on column differences.article_id is 'Article that was read twice.';
comment on column differences.claim_id is 'Claim that came of it; empty where the numeral was passed over.';
comment on column differences.line is 'Line of the article file, counted from 1.';
comment on column differences.as_printed is 'The numeral as it stands in the article.';
comment on column differences.column_name is 'Column of claims that differed; kind where only one reader had a figure.';
comment on column differences.first_said is 'What the first reader wrote.';
comment on column differences.second_said is 'What the second reader wrote.';
comment on column differences.settled is 'What both agreed to.';
comment on column differences.reason is 'Why it was settled so.';

create table glossary (
    term_id       varchar primary key check (regexp_full_match(term_id, '[A-Za-z0-9_-]+')),
    term_vi       varchar not null,
    short_vi      varchar,
    term_en       varchar not null,
    plural_en     varchar,
    short_en      varchar,
    definition_vi varchar not null,
    definition_en varchar not null,
    position      integer not null unique
);
comment on table glossary is 'The words of the trade unions, with what they mean here.';
comment on column glossary.term_id is 'Code.';
comment on column glossary.term_vi is 'Term in Vietnamese.';
comment on column glossary.short_vi is 'Usual abbreviation in Vietnamese; empty where there is none.';
comment on column glossary.term_en is 'Term in English.';
comment on column glossary.plural_en is 'The same for several; empty where it is of one number only.';
comment on column glossary.short_en is 'Usual abbreviation in English; empty where there is none.';
comment on column glossary.definition_vi is 'What the term means, in Vietnamese.';
comment on column glossary.definition_en is 'What the term means, in English.';
comment on column glossary.position is 'Order of presentation.';

create table translations (
    text_vi varchar primary key,
    text_en varchar not null
);
comment on table translations is 'English of the readers'' sentences in the seeds (notes and reasons), which are typed in Vietnamese.';
comment on column translations.text_vi is 'Sentence as it is typed in the seeds.';
comment on column translations.text_en is 'The same in English.';

create table keys (
    table_name     varchar not null,
    column_names   varchar[] not null,
    parent         varchar,
    parent_columns varchar[]
);
comment on table keys is 'Keys of the tables and what refers to them, as they were proven.';
comment on column keys.table_name is 'Table that has the key or the reference.';
comment on column keys.column_names is 'Columns of the key, or those that refer to another table.';
comment on column keys.parent is 'Table that is referred to; empty for a key.';
comment on column keys.parent_columns is 'Key of that table; empty for a key.';

create table build (
    schema_version   integer not null,
    seeds_sha256     varchar not null,
    built_at         timestamp not null,
    passages_checked integer not null,
    claims           integer not null
);
comment on table build is 'One row: which seeds this warehouse was built from, and when.';
comment on column build.schema_version is 'Version of tables and views; a reader refuses another one.';
comment on column build.seeds_sha256 is 'Hash of the seed files: the same seeds give the same figures.';
comment on column build.built_at is 'Time of the build, UTC.';
comment on column build.passages_checked is 'Claims found again in the article files during this build; 0 where the files were not at hand.';
comment on column build.claims is 'Claims in all.';

create table builds (
    published_at   timestamp not null,
    seeds_sha256   varchar not null,
    schema_version integer not null,
    claims         integer not null
);
comment on table builds is 'Every build that was published since the history begins, this one among them.';
comment on column builds.published_at is 'Key: time it was published first, UTC.';
comment on column builds.seeds_sha256 is 'Hash of its seed files. Seeds that were published again later are another build.';
comment on column builds.schema_version is 'Version of its tables and views.';
comment on column builds.claims is 'Claims in all.';

create table changes (
    published_at timestamp not null,
    seeds_sha256 varchar not null,
    claim_id     varchar not null,
    kind         change_kind not null,
    article_id   varchar not null,
    before       map(varchar, varchar),
    after        map(varchar, varchar),
    reason       varchar
);
comment on table changes is 'What distinguishes the claims of each build from those of the build before; of the first build nothing is said.';
comment on column changes.published_at is 'Build with which it changed: time of publication, UTC.';
comment on column changes.seeds_sha256 is 'Hash of the seed files of that build.';
comment on column changes.claim_id is 'Claim that was added, corrected or withdrawn; it may have been withdrawn since.';
comment on column changes.kind is 'added, corrected or withdrawn: deprecated, or gone from the data.';
comment on column changes.article_id is 'Article that the claim is from.';
comment on column changes.before is 'What the claim said, by column of claims: the columns that changed; of one that is gone, all; empty for an added one.';
comment on column changes.after is 'What the claim says since, by column of claims: the columns that changed; of an added one, all; empty for one that is gone.';
comment on column changes.reason is 'Why, where a correction or the rank of the claim says so.';
