-- Rules about figures, one statement each. A statement puts into `faults` every row that breaks its rule:
-- seed table, line, column, value, what is wrong, what to do. `seed_<table>` holds the rows as typed as they could be
-- (a value that is not of its column's type has been reported already and is null here, so a rule keeps quiet about
-- nulls), with the file's line_no; `incomplete` names the tables of which rows are missing or could not be read.
-- A new rule is one more statement.

-- First and last day of a period, from its SDMX code alone; null where the code is none.
create temp macro period_first_day(code) as
    case
        when regexp_full_match(code, '[0-9]{4}') then try_cast(code || '-01-01' as date)
        when regexp_full_match(code, '[0-9]{4}-S[12]')
            then make_date(code[1:4]::bigint, 6 * code[7:7]::bigint - 5, 1)
        when regexp_full_match(code, '[0-9]{4}-Q[1-4]')
            then make_date(code[1:4]::bigint, 3 * code[7:7]::bigint - 2, 1)
        when regexp_full_match(code, '[0-9]{4}-[0-9]{2}') then try_cast(code || '-01' as date)
        when regexp_full_match(code, '[0-9]{4}-[0-9]{2}-[0-9]{2}(/P[1-9][0-9]{0,3}[DMY])?')
            then try_cast(code[1:10] as date)
    end;
-- How long it is, as SDMX says it: 9M.
create temp macro period_length(code) as
    case
        when contains(code, '/P') then split_part(code, '/P', 2)
        when code[6:6] = 'S' then '6M'
        when code[6:6] = 'Q' then '3M'
        else map {4: '12M', 7: '1M', 10: '1D'}[length(code)]
    end;

-- Every period that the seeds name, its days, and the one code that these days have: figures of one period are one series.
create temp table periods as
with named as (
    select code, period_first_day(code) as first_day,
        try_cast(regexp_extract(period_length(code), '[0-9]+') as integer) as n, period_length(code)[-1] as of
    from (
        select time_period as code from seed_claims
        union select time_period from seed_coverage
        union select reported_period from seed_articles
    )
    where code is not null
),
ended as (
    select code, first_day,
        case of
            when 'D' then first_day + n
            when 'M' then (first_day + to_months(n))::date
            when 'Y' then (first_day + to_years(n))::date
        end as next_day,
        case when day(first_day) = 1 and day(next_day) = 1 then date_diff('month', first_day, next_day) end as n_months
    from named
)
select code, first_day, next_day - 1 as last_day,
    case
        when next_day - first_day = 1 then first_day::varchar
        when n_months is null then format('{}/P{}D', first_day, next_day - first_day)
        when n_months = 12 and month(first_day) = 1 then year(first_day)::varchar
        when n_months = 6 and month(first_day) in (1, 7)
            then format('{}-S{}', year(first_day), (month(first_day) + 5) // 6)
        when n_months = 3 and month(first_day) in (1, 4, 7, 10)
            then format('{}-Q{}', year(first_day), quarter(first_day))
        when n_months = 1 then left(first_day::varchar, 7)
        when n_months % 12 = 0 then format('{}/P{}Y', first_day, n_months // 12)
        else format('{}/P{}M', first_day, n_months)
    end as as_written
from ended;

-- The period's code is one of SDMX, the one that its period has, and agrees with the two dates beside it.
insert into faults
with broken as (
    select file, line_no, "column", code, first_day, last_day, as_written, period_start, period_end
    from (
        select 'claims' as file, line_no, 'time_period' as "column", time_period as code, period_start, period_end
        from seed_claims
        union all select 'coverage', line_no, 'time_period', time_period, null, null from seed_coverage
        union all select 'articles', line_no, 'reported_period', reported_period, null, null from seed_articles
    ) join periods using (code)
    where first_day is null or as_written <> code or period_start <> first_day or period_end <> last_day
)
select file, line_no, "column", code,
    case when first_day is null then 'is not an SDMX period'
        when as_written <> code then format('is the period {}', as_written)
        else format('means {} to {}, but the row says {} to {}', first_day, last_day, period_start, period_end) end,
    case when first_day is null
            then 'write 2023, 2023-S1, 2023-Q3, 2023-05, one day, or a day and a length, such as 2023-01-01/P9M'
        when as_written <> code then 'write that'
        else 'mend the code or the days' end
from broken;

-- A day lies where days of its kind can lie; what has happened is not to come.
create temp macro today() as (make_timestamp(epoch_us(now())) + interval 7 hour)::date; -- in Hà Nội

insert into faults
with days as (
    select 'articles' as file, line_no, 'published_from' as "column", published_from as day, date '2000-01-01' as earliest,
        today() as latest from seed_articles
    union all select 'articles', line_no, 'published_to', published_to, date '2000-01-01', today() from seed_articles
    union all select 'articles', line_no, 'event_from', event_from, date '1990-01-01', today() from seed_articles
    union all select 'articles', line_no, 'event_to', event_to, date '1990-01-01', today() from seed_articles
    union all select 'articles', line_no, 'saved_from', saved_from, date '2000-01-01', today() from seed_articles
    union all select 'units', line_no, 'valid_from', valid_from, date '1945-01-01', date '2100-12-31' from seed_units
    union all select 'units', line_no, 'valid_to', valid_to, date '1945-01-01', date '2100-12-31' from seed_units
    union all select 'claims', line_no, 'period_start', period_start, date '1990-01-01', date '2050-12-31' from seed_claims
    union all select 'claims', line_no, 'period_end', period_end, date '1990-01-01', date '2050-12-31' from seed_claims
    union all select 'claims', c.line_no, 'entered_on', c.entered_on, if(a.published_from <= today(), a.published_from, date '2000-01-01'), today()
        from seed_claims c join seed_articles a using (article_id)
    union all select 'claims', line_no, 'checked_on', checked_on, date '2000-01-01', today() from seed_claims
    union all select 'corrections', line_no, 'corrected_on', corrected_on, date '2000-01-01', today() from seed_corrections
    union all select 'comparisons', line_no, 'settled_on', settled_on, date '2000-01-01', today() from seed_comparisons
)
select file, line_no, "column", day::varchar, format('lies outside {} to {}', earliest, latest), 'mend the day'
from days where day not between earliest and latest;

insert into faults
with named as (
    select 'articles' as file, line_no, 'reported_period' as "column", reported_period as code from seed_articles
    union all select 'coverage', line_no, 'time_period', time_period from seed_coverage
)
select file, line_no, "column", code, 'lies outside 1990 to 2050', 'mend the period'
from named
join periods using (code)
where first_day < date '1990-01-01' or last_day > date '2050-12-31';

-- A result is of a period that had begun when the article was out.
insert into faults
select 'claims', c.line_no, 'time_period', c.time_period,
    format('begins after the article was out ({})', coalesce(a.published_to, c.entered_on)),
    'check the period; what is still to be reached is a target'
from seed_claims c join seed_articles a using (article_id)
where c.scenario = 'actual' and c.period_start > coalesce(a.published_to, c.entered_on)
    and coalesce(a.published_to, c.entered_on) >= a.published_from;

-- A stock is as of a day; a flow is over any period.
insert into faults
select 'claims', c.line_no, 'time_period', c.time_period,
    format('does not fit a {}', i.stock_flow),
    'give a stock the day it was counted, a flow the period it runs over; or mend stock_flow in indicators.csv'
from seed_claims c join seed_indicators i using (indicator_id)
where i.stock_flow = 'stock' and c.period_start <> c.period_end;

-- A figure's period lies inside its unit's life.
insert into faults
select 'claims', c.line_no, 'time_period', c.time_period,
    format('lies outside the life of {} ({} to {})', u.name,
        coalesce(u.valid_from::varchar, 'the beginning'), coalesce(u.valid_to::varchar, 'today')),
    'check the unit and the period; a district is never continued by a ward or commune'
from seed_claims c join seed_units u using (unit_id)
where c.period_start < u.valid_from or c.period_end > u.valid_to;

-- The same things are counted in a claim and in its indicator.
insert into faults
select 'claims', c.line_no, 'unit_measure', c.unit_measure, format('is not what {} counts', c.indicator_id),
    format('write {} or choose another indicator', i.unit_measure)
from seed_claims c join seed_indicators i using (indicator_id)
where c.unit_measure <> i.unit_measure and c.unit_measure in (select unit_measure from seed_unit_measures);

insert into faults
select 'claims', c.line_no, 'value', trim_number(c.value),
    format('has more decimals than {} allows', c.unit_measure), 'write the number as the article prints it'
from seed_claims c join printed using (line_no) join seed_unit_measures m using (unit_measure)
where (c.value::decimal(38, 4) * 10000)::hugeint % pow(10, 4 - m.decimals)::hugeint <> 0 -- a double has no 72.49
    and c.value = number;

-- A result may be above the target that it is printed against, but no more federations are counted than there are.
insert into faults
select 'claims', line_no, 'value', trim_number(value), 'is more than the whole it is printed against',
    'write 5/6 as value 5, out_of 6'
from seed_claims join printed using (line_no)
where value > out_of and out_of = whole and unit_measure = 'FEDERATION';

-- A share belongs to the family of an indicator that is no share itself; so actual, target and share can be compared.
insert into faults
select 'indicators', i.line_no, 'family', i.family, 'is not an indicator that stands for its own family',
    'name the indicator whose target the share belongs to, or repeat indicator_id'
from seed_indicators i left join seed_indicators base on base.indicator_id = i.family
where i.family is not null and 'indicators' not in (from incomplete)
    and (base.indicator_id is null or base.family <> base.indicator_id);

insert into faults
select 'indicators', line_no, 'unit_measure', unit_measure, 'is not how the share of a target is counted',
    'write PERCENT, or give the indicator its own family'
from seed_indicators where family <> indicator_id and unit_measure <> 'PERCENT';

-- A core indicator has a page: a symbol in the navigation, and an address that nothing else of the dashboard has.
insert into faults
select 'indicators', line_no, 'icon', icon::varchar,
    if(is_core, 'is missing for a core indicator', 'is given for an indicator that has no page'),
    if(is_core, 'choose the symbol of its page', 'leave icon empty')
from seed_indicators where is_core <> (icon is not null);

insert into faults
select 'indicators', line_no, 'indicator_id', indicator_id, 'is the address of something else in the dashboard',
    'give the core indicator another code'
from seed_indicators
where is_core and (indicator_id[1] = '_' or lower(indicator_id) in (
    'overview', 'targets', 'activities', 'unit_profile', 'gaps', 'explore', 'sources', 'glossary', 'selection',
    'changes', 'intake', 'arrivals', 'data', 'files', 'health', 'app', 'auth', 'component', 'login', 'logout', 'media',
    'oauth2callback', 'static'
));

-- What counts a part of something counts the same things in the same field; so the two can stand as "4 of 6".
insert into faults
select 'indicators', i.line_no, 'part_of', i.part_of,
    format('is not another indicator of {} that counts {}', i.topic, i.unit_measure),
    'name the indicator of which this one counts a part, or leave part_of empty'
from seed_indicators i left join seed_indicators whole on whole.indicator_id = i.part_of
where i.part_of is not null and 'indicators' not in (from incomplete)
    and (whole.indicator_id is null or whole.indicator_id = i.indicator_id
        or whole.topic <> i.topic or whole.unit_measure <> i.unit_measure);

insert into faults
select 'claims', c.line_no, 'target_kind', c.target_kind::varchar,
    'is given for a figure that is neither a target nor a share of one', 'leave target_kind empty'
from seed_claims c join seed_indicators i using (indicator_id)
where c.target_kind is not null and c.scenario = 'actual' and i.family = i.indicator_id;

-- What is printed is what is stored: the number, the whole behind a stroke, the qualifier (see printed.sql).
insert into faults
select 'claims', c.line_no, 'as_printed', c.as_printed,
    case
        when len(numerals) = 0 then format('prints no number, but value is {}', trim_number(value))
        when digits is null then format('prints several numerals: {}', array_to_string(numerals, ', '))
        when number is null or is_cut then format('prints {}, which is no number that can be read whole', digits)
        else format('prints {}, but value is {}', trim_number(number), trim_number(value))
    end,
    case
        when len(numerals) > 0 and digits is null then 'leave all but one out, or write the one that is meant into numeral'
        when len(numerals) > 0 and (number is null or is_cut)
            then 'take the whole numeral in; a fraction or a power cannot be entered, a range is two claims'
        else 'read the article again and mend value or as_printed'
    end
from seed_claims c join printed p using (line_no)
where value >= 0 and (value is distinct from number or is_cut) and (told is null or digits is not null);

insert into faults
select 'claims', line_no, 'numeral', numeral,
    if(digits is null, format('is not a numeral of "{}"', as_printed), 'is the only numeral of as_printed'),
    if(digits is null, 'copy it from there', 'leave numeral empty')
from printed where told is not null and (digits is null or numerals = [told]);

insert into faults
select 'claims', c.line_no, 'out_of', trim_number(out_of), format('is not the whole that "{}" prints', c.as_printed),
    'write the number behind the stroke, and nothing where there is none'
from seed_claims c join printed using (line_no)
where out_of is distinct from whole and number is not null and coalesce(out_of > 0, true);

insert into faults
select 'claims', c.line_no, 'qualifier', qualifier::varchar, format('is not what "{}" says', c.as_printed),
    format('write {}, or print the word that says {}', said, qualifier)
from seed_claims c join printed using (line_no)
where said <> 'unknown' and qualifier::varchar <> said;

insert into faults
select 'claims', line_no, 'as_printed', as_printed, format('hedges the number with "{}", which no qualifier says', hedge),
    'find words in the article that say one thing, or pass the figure over'
from printed where said = 'unknown';

insert into faults
select 'claims', line_no, 'char_end', char_end::varchar,
    format('leaves {} code points for the {} of as_printed', char_end - char_start, length(as_printed)),
    'let `python -m etl locate` count them'
from seed_claims where char_start >= 0 and char_end - char_start <> length(as_printed);

-- Two pairs of eyes.
insert into faults
select 'claims', line_no, 'checked_by', checked_by, 'entered the claim and cannot check it', 'let another reader check it'
from seed_claims where entered_by = checked_by;

insert into faults
select 'claims', line_no, 'checked_on', checked_on::varchar, 'is before the claim was entered',
    'check the two days' from seed_claims where checked_on < entered_on;

insert into faults
with readers as (
    select line_no, unnest(['entered_by', 'checked_by']) as role, unnest([entered_by, checked_by]) as reader
    from seed_claims
    where not (regexp_full_match(entered_by, 'reader-[1-9][0-9]*') and regexp_full_match(checked_by, 'reader-[1-9][0-9]*'))
)
select 'claims', line_no, role, reader, 'is not the name of a role', 'write reader-1, reader-2, …; no person''s name'
from readers where not regexp_full_match(reader, 'reader-[1-9][0-9]*');

-- A range is two claims of the same words: one for its low end, one for its high end, each told in numeral.
create temp table entered_ends as
with ends as (
    select c.*, p.range_end from seed_claims c join printed p using (line_no)
    where p.range_end is not null and not p.is_cut and c.value = p.number
        and (qualifier::varchar = p.said or p.said = 'unknown')
)
select one.line_no, one.numeral, one.value, one.range_end, other.line_no as other_line_no, other.value as other_value
from ends one
left join ends other
    on other.range_end <> one.range_end and other.article_id = one.article_id and other.char_start = one.char_start
    and other.as_printed = one.as_printed and other.unit_id = one.unit_id and other.indicator_id = one.indicator_id
    and other.time_period = one.time_period and other.scenario = one.scenario and other.sector = one.sector
    and other.target_kind is not distinct from one.target_kind and other.rank = one.rank;

insert into faults
select 'claims', line_no, 'numeral', numeral, 'is one end of a range whose other end is no claim',
    'add a claim that differs from this one in numeral, value and qualifier only'
from entered_ends where other_line_no is null;

insert into faults
select 'claims', line_no, 'value', trim_number(value),
    format('begins a range that ends with {}', trim_number(other_value)), 'read the article again; a range goes up'
from entered_ends where range_end = 'low' and value >= other_value;

-- One figure stands for one thing: claims that compete are ranked, with a reason.
insert into faults
with standing as (
    select *, max(rank = 'preferred') over thing as thing_has_preferred
    from seed_claims
    where rank <> 'deprecated' and line_no not in (
        select line_no from entered_ends where range_end = 'high' and other_line_no is not null
    )
    window thing as (partition by unit_id, indicator_id, time_period, scenario, target_kind, sector)
    qualify count(*) over thing > 1
)
select 'claims', max(line_no), 'rank', arg_max(rank, line_no)::varchar,
    format('leaves {} side by side for one unit, indicator, period and kind',
        string_agg(claim_id, ', ' order by line_no)),
    'make one of them preferred, or the others deprecated, with the reason in rank_reason'
from standing
where (rank = 'preferred') = thing_has_preferred
    and unit_id is not null and indicator_id is not null and time_period is not null
    and scenario is not null and sector is not null
group by unit_id, indicator_id, time_period, scenario, target_kind, sector
having count(distinct claim_id) > 1;

insert into faults
select 'claims', line_no, 'rank_reason', '', format('is empty for a claim that is {}', rank),
    'say why' from seed_claims where rank <> 'normal' and rank_reason is null;

-- A printed share agrees with actual / target within its rounding, or carries a flag.
insert into faults
with standing as (
    select c.*, i.family, i.family <> i.indicator_id as is_share,
        length(regexp_extract(as_printed, '[0-9],([0-9]+)', 1)) as printed_decimals
    from seed_claims c join seed_indicators i using (indicator_id)
    where rank <> 'deprecated' and (scenario = 'target' or i.family <> i.indicator_id
        or i.family in (select family from seed_indicators where family <> indicator_id))
),
recomputed as (
    select share.*, actual.value as actual_value, target.value as target_value,
        100 * actual.value::double / target.value::double as share_again
    from standing share
    join standing actual
        on actual.family = share.family and not actual.is_share and actual.scenario = 'actual'
        and actual.unit_id = share.unit_id and actual.time_period = share.time_period
        and actual.sector = share.sector
    join standing target
        on target.family = share.family and not target.is_share and target.scenario = 'target'
        and target.unit_id = share.unit_id and year(target.period_start) = year(share.period_start)
        and target.time_period = target.time_period[1:4] and target.sector = share.sector
        and target.target_kind is not distinct from share.target_kind
    where share.is_share and share.scenario = 'actual' and target.value > 0
        and regexp_full_match(share.time_period, '[0-9]{4}(-[SQ][0-9]|-01-01/P[0-9]+[MD])?') -- what builds up in a year
        and share.qualifier = 'exact' and actual.qualifier = 'exact' and target.qualifier = 'exact'
)
select 'claims', line_no, 'value', trim_number(value),
    format('differs from {} / {} = {:.2f} % beyond rounding', trim_number(actual_value), trim_number(target_value),
        share_again),
    'read the article again; where it really prints this, keep it and say so in share_note'
from recomputed
where share_note is null and abs(value::double - share_again) > 0.5 * pow(10, -printed_decimals) + 1e-9;

-- A result that was out before its period had ended is provisional.
insert into faults
select 'claims', c.line_no, 'obs_status', c.obs_status::varchar,
    format('is not provisional, though the article was out by {} and the period ended on {}', a.published_to,
        c.period_end),
    'write P'
from seed_claims c join seed_articles a using (article_id)
where c.scenario = 'actual' and c.obs_status <> 'P' and a.published_to < c.period_end
    and c.period_start <= a.published_to and a.published_from <= a.published_to;

-- Articles and units.
insert into faults
select 'articles', line_no, 'file_name', file_name, 'is not article_id with .txt', 'name the file as it was received'
from seed_articles where file_name <> article_id || '.txt';

insert into faults
select 'articles', line_no, 'published_to', published_to::varchar, 'makes a printed day a range of days',
    'repeat published_from, or call the day inferred'
from seed_articles where published_kind = 'printed' and published_to is distinct from published_from;

insert into faults
with parts as (
    select line_no, event_from, unnest(['event_to', 'event_kind', 'event_reason']) as part,
        unnest([event_to::varchar, event_kind::varchar, event_reason]) as said
    from seed_articles
)
select distinct 'articles', line_no, if(event_from is null, 'event_from', part), '', 'is empty in an event that is described',
    'fill event_from, event_to, event_kind and event_reason, or leave all four empty'
from parts where (event_from is null) <> (said is null);

insert into faults
select 'units', line_no, 'valid_to', valid_to::varchar, format('is before the unit began ({})', valid_from), 'mend the day'
from seed_units where valid_to < valid_from;

insert into faults
select 'units', line_no, 'cluster_id', cluster_id,
    if(cluster_id is null, 'is empty for a federation', format('is given for a {}', unit_kind)),
    'name the emulation cluster of each federation, and of nothing else'
from seed_units where (unit_kind = 'federation') <> (cluster_id is not null);

insert into faults
select 'units', u.line_no, 'cluster_id', u.cluster_id, 'is not a cluster of this file', 'write the unit_id of a cluster'
from seed_units u left join seed_units cluster on cluster.unit_id = u.cluster_id
where u.unit_kind = 'federation' and u.cluster_id is not null and 'units' not in (from incomplete)
    and (cluster.unit_id is null or cluster.unit_kind <> 'cluster');

insert into faults
select 'units', u.line_no, 'cluster_evidence', coalesce(u.cluster_evidence, ''),
    'does not say where the membership of the cluster was seen, or how surely', 'fill cluster_evidence and cluster_evidence_kind'
from seed_units u
where unit_kind = 'federation' and (cluster_evidence is null or cluster_evidence_kind is null);

insert into faults
select 'units', line_no, if(tile_row is null, 'tile_row', 'tile_col'),
    if(tile_row is null, null, tile_col)::varchar,
    format('puts {} on a tile that is taken or unknown', name),
    'give every federation a row and a column of its own'
from seed_units
where unit_kind = 'federation'
qualify tile_row is null or tile_col is null or row_number() over (partition by tile_row, tile_col order by line_no) > 1;

-- A list covers every federation that it gives a figure for, and is open or closed as a whole.
insert into faults
select 'claims', c.line_no, 'unit_id', c.unit_id, 'has a figure in a list that does not cover it (coverage.csv)',
    'add the unit to the list''s rows in coverage.csv'
from seed_claims c join seed_units u using (unit_id)
where u.unit_kind = 'federation' and 'coverage' not in (from incomplete)
    and (article_id, indicator_id, time_period, sector)
        in (select (article_id, indicator_id, time_period, sector) from seed_coverage)
    and (article_id, indicator_id, time_period, sector, unit_id)
        not in (select (article_id, indicator_id, time_period, sector, unit_id) from seed_coverage);

insert into faults
select 'coverage', line_no, 'list_kind', list_kind::varchar, 'differs from the first row of the same list',
    'a list is open or closed as a whole'
from seed_coverage
qualify list_kind <> first_value(list_kind) over (
    partition by article_id, indicator_id, time_period, sector order by line_no);

insert into faults
select 'coverage', c.line_no, 'unit_id', c.unit_id, 'is not a federation', 'name the federations one by one'
from seed_coverage c join seed_units u using (unit_id) where u.unit_kind <> 'federation';

-- Numerals that are no figures of ours.
insert into faults
select 'passed_over', line_no, 'as_printed', as_printed, format('is given for {} lines', line_to - line + 1),
    'name its one line, or leave as_printed empty to pass over the whole lines'
from seed_passed_over where as_printed is not null and line < line_to;

-- A correction says what changed, and the newest one of a value says what the value is now. Only the claims that were
-- corrected are laid out column by column.
insert into faults
select 'corrections', line_no, 'column_name', column_name, 'is not a column of claims.csv',
    'name the column as its header does'
from seed_corrections
where column_name not in (select column_name from duckdb_columns() where table_name = 'claims');

insert into faults
select 'corrections', line_no, 'after', coalesce(after, ''), 'is what was there before',
    'write what changed, or remove the row'
from seed_corrections where before is not distinct from after;

insert into faults
with corrected as (
    select claim_id as claim, * exclude (line_no) replace (trim_number(value) as value, trim_number(out_of) as out_of)
    from seed_claims semi join seed_corrections using (claim_id)
),
standing as (
    unpivot (select columns(*)::varchar from corrected) on columns(* exclude (claim)) into name column_name value now
),
newest as (
    from seed_corrections
    where claim_id in (select claim from corrected) and column_name is not null
    qualify row_number() over (partition by claim_id, column_name order by corrected_on desc, line_no desc) = 1
)
select 'corrections', line_no, 'after', coalesce(after, ''),
    format('is not what claims.csv says now: "{}"', coalesce(now, '')),
    'correct the claim too, or add a row for the newer correction'
from newest n left join standing s on s.claim = n.claim_id and s.column_name = n.column_name
where after is distinct from now
    and n.column_name in (select column_name from duckdb_columns() where table_name = 'claims');

insert into faults
select 'corrections', line_no, 'corrected_by', corrected_by, 'is not the name of a role',
    'write reader-1, reader-2, …; no person''s name'
from seed_corrections where not regexp_full_match(corrected_by, 'reader-[1-9][0-9]*');

insert into faults
select 'corrections', line_no, 'confirmed_by', confirmed_by,
    if(confirmed_by = corrected_by, 'made the correction and cannot confirm it', 'is not the name of a role'),
    if(confirmed_by = corrected_by, 'let another reader confirm it', 'write reader-1, reader-2, …; no person''s name')
from seed_corrections
where confirmed_by = corrected_by or not regexp_full_match(confirmed_by, 'reader-[1-9][0-9]*');

-- What two readings differed in.
insert into faults
select 'differences', line_no, 'column_name', column_name, 'is not a column of claims.csv',
    'name the column as its header does, or write kind'
from seed_differences
where column_name <> 'kind'
    and column_name not in (select column_name from duckdb_columns() where table_name = 'claims');

insert into faults
select 'differences', line_no, 'article_id', article_id, 'was not read twice (comparisons.csv)',
    'add the comparison, or remove the row'
from seed_differences
where article_id not in (select article_id from seed_comparisons) and 'comparisons' not in (from incomplete);

insert into faults
select 'differences', d.line_no, 'claim_id', d.claim_id, format('is a claim of another article ({})', c.article_id),
    'name the claim that came of it, or the article that it is from'
from seed_differences d join seed_claims c using (claim_id) where d.article_id <> c.article_id;

-- Sentences that the readers typed and that cannot be read in English yet: a to-do, no fault. Claims repeat their
-- sentences: each is looked up once.
create temp table said as
from (
    select 1 as nth, 'articles' as file, line_no,
        unnest(['publisher_reason', 'published_reason', 'event_reason', 'saved_reason']) as "column",
        unnest([publisher_reason, published_reason, event_reason, saved_reason]) as sentence
    from seed_articles
    union all
    select 2, 'units', line_no, unnest(['cluster_evidence', 'name_reused_by']), unnest([cluster_evidence, name_reused_by])
    from seed_units
    union all
    select 3, 'claims', min(line_no), 'note', note from seed_claims group by note
    union all
    select 3, 'claims', min(line_no), 'rank_reason', rank_reason from seed_claims group by rank_reason
    union all
    select 3, 'claims', min(line_no), 'share_note', share_note from seed_claims group by share_note
    union all
    select 4, 'coverage', line_no, 'reason', reason from seed_coverage
    union all
    select 5, 'passed_over', line_no, 'reason', reason from seed_passed_over
    union all
    select 6, 'corrections', line_no, 'reason', reason from seed_corrections
    union all
    select 7, 'differences', line_no, 'reason', reason from seed_differences
)
where sentence is not null;

create temp table without_english as
select file, line_no, "column", sentence, 'has no English yet' as problem, 'add it to translations.csv' as remedy
from said anti join seed_translations on text_vi = sentence
where 'translations' not in (from incomplete)
qualify row_number() over (partition by sentence order by nth, line_no, "column") = 1;

-- Against the articles themselves, where they are at hand (`article_files` is empty where they are not).
-- A numeral that stands alone is not cut out of a longer one: 6 is in 6/6, not in 16.
create temp macro standing_alone(printed) as
    if(regexp_matches(printed, '^[0-9]'), '\b', '') || regexp_escape(readable(printed))
        || if(regexp_matches(printed, '[0-9]$'), '\b', '');

create temp view article_lines as
select a.line_no, article_id, file_name,
    unnest(string_split(content, chr(10))) as text, generate_subscripts(string_split(content, chr(10)), 1) as line
from seed_articles a join article_files using (file_name);

insert into faults
select 'articles', a.line_no, 'sha256', a.sha256, format('is not the hash of {} ({})', f.file_name, f.sha256),
    'find the file as it was received; if it really changed, read it again'
from seed_articles a join article_files f using (file_name) where a.sha256 <> f.sha256;

insert into faults
select 'articles', a.line_no, 'file_name', file_name, 'is not UTF-8',
    'find the file as it was received, or save it as UTF-8 and read it again'
from seed_articles a join article_files f using (file_name) where f.content is null;

insert into faults
select 'articles', line_no, 'file_name', file_name, 'is not in ARTICLES_DIR', 'put the file there, or unset ARTICLES_DIR'
from seed_articles
where (select count(*) from article_files) > 0 and file_name not in (select file_name from article_files)
    and file_name not in (select file_name from may_be_away);

insert into faults
with located as (
    select c.*, substring(f.content, char_start + 1, char_end - char_start) as passage,
        length(f.content[1:char_start]) - length(replace(f.content[1:char_start], chr(10), '')) + 1 as found_line
    from seed_claims c join seed_articles a using (article_id) join article_files f using (file_name)
)
select 'claims', line_no, 'as_printed', as_printed,
    case when passage <> readable(as_printed)
            then format('is not at {}–{} of the article', char_start, char_end)
        else format('stands on line {} of the article, not {}', found_line, line) end,
    'let `python -m etl locate` find the place'
from located where passage <> readable(as_printed) or found_line <> line;

-- Nothing that limits the figure was left out of the words that were copied.
insert into faults
select 'claims', line_no, 'as_printed', as_printed,
    if(a.is_cut or a.range_end is distinct from p.range_end, 'is cut out of a longer numeral, or is one end of a range',
        format('leaves out "{}", which stands beside it in the article', a.hedge)),
    'take in the words that belong to the number, and mend the row'
from printed p join printed_in_article a using (line_no)
where a.is_cut and not p.is_cut or a.said <> p.said or a.range_end is distinct from p.range_end;

insert into faults
select 'passed_over', p.line_no, 'as_printed', as_printed, format('does not stand on line {} of the article', line),
    'copy it from the article, or mend the line'
from seed_passed_over p join article_lines using (article_id, line)
where not regexp_matches(text, standing_alone(as_printed));

insert into faults
select 'passed_over', p.line_no, 'line_to', line_to::varchar,
    format('is behind the last line of the article ({})', max(l.line)), 'mend the line'
from seed_passed_over p join article_lines l using (article_id)
group by p.line_no, line_to
having line_to > max(l.line);

-- Every digit of an article is a figure of ours or was passed over: none was overlooked. What is accounted for is taken
-- out of its line wherever it stands there, the longest first; then no digit is left.
insert into faults
with accounted as (
    select article_id, line, list(as_printed order by length(as_printed) desc) as printed
    from (
        select article_id, line, as_printed from seed_claims semi join article_lines using (article_id)
        union
        select article_id, line, as_printed from seed_passed_over where as_printed is not null
    )
    group by all
),
remaining as (
    select l.*,
        list_reduce(
            coalesce(printed, []), lambda rest, figure: regexp_replace(rest, standing_alone(figure), ' ', 'g'), text
        ) as rest
    from article_lines l left join accounted using (article_id, line)
    where regexp_matches(text, '[0-9]') and not exists (
        from seed_passed_over p
        where p.article_id = l.article_id and as_printed is null and l.line between p.line and line_to)
)
select 'articles', line_no, 'file_name', file_name,
    format('prints "{}" on line {}, neither a claim nor passed over',
        list_aggregate(
            list_sort(list_distinct(regexp_extract_all(rest, '[0-9](?:[0-9.,/:-]*[0-9])?'))), 'string_agg', '", "'),
        line),
    'enter it in claims.csv, or say in passed_over.csv why not'
from remaining
where regexp_matches(rest, '[0-9]')
    and not exists (from incomplete where file in ('claims', 'passed_over'));
