-- What the claims mean, worked out once. Readers of the warehouse ask these views; no page adds a number up.

-- A period for which any unit can be asked, as all of them report: a year, a half, a quarter, the first months; a day on
-- which something is counted. Others are one article's own: a month, from new year to the day it was out, a term.
create macro is_common_period(time_period) as
    regexp_full_match(time_period, '[0-9]{4}(-[SQ][0-9]|-[0-9]{2}-[0-9]{2}|-01-01/P[0-9]+M)?');

-- A printed range is two claims of the same words, "10 đến 15": at least 10, at most 15. Each stands for the whole of it.
-- Found once, when the warehouse is built: all else stands on it.
create table range_ends as
with ends as (
    select claim_id, qualifier, value, article_id, char_start, char_end, unit_id, indicator_id, time_period, scenario,
        target_kind, sector, rank
    from claims where numeral is not null and qualifier in ('at_least', 'at_most')
),
ranges as (
    select low.claim_id as low_claim_id, high.claim_id as high_claim_id, low.value as low, high.value as high
    from ends low join ends high
        using (article_id, char_start, char_end, unit_id, indicator_id, time_period, scenario, sector, rank)
    where low.qualifier = 'at_least' and high.qualifier = 'at_most' and low.value < high.value
        and low.target_kind is not distinct from high.target_kind
)
select low_claim_id as claim_id, low, high, false as is_high from ranges
union all
select high_claim_id, low, high, true from ranges;
comment on table range_ends is 'Claims that print one end of a range, with both ends.';
comment on column range_ends.low is 'The low end of the range.';
comment on column range_ends.high is 'The high end of the range.';
comment on column range_ends.is_high is 'Whether the claim prints the high end.';

-- lower and upper bound what the article commits itself to: "hơn 700" is 700 or more, "khoảng 700" bounds nothing.
create view bounded as
select c.* replace (if(e.claim_id is null, c.qualifier::exactness, 'between'::exactness) as qualifier),
    case when e.claim_id is not null then low when c.qualifier in ('exact', 'more_than', 'at_least') then value end as lower,
    case when e.claim_id is not null then high
        when c.qualifier in ('exact', 'nearly', 'less_than', 'at_most') then value end as upper
from claims c left join range_ends e using (claim_id);
comment on view bounded is 'Every claim with its bounds; of a printed range, both ends.';
comment on column bounded.qualifier is 'How exact the article says the number is; between: it prints a range, from lower to upper.';
comment on column bounded.lower is 'The least that the article commits itself to; empty where it sets no lower bound.';
comment on column bounded.upper is 'The most that the article commits itself to; empty where it sets no upper bound.';

-- A claim that stands for its unit, indicator, period and kind: the preferred one, or the only normal one; of a range the
-- one that prints the low end.
create view in_use as
select c.*
from (from bounded anti join (from range_ends where is_high) using (claim_id)) c
anti join (from claims where rank = 'preferred') p
    on c.rank = 'normal' and p.unit_id = c.unit_id and p.indicator_id = c.indicator_id
    and p.time_period = c.time_period and p.scenario = c.scenario and p.sector = c.sector
    and p.target_kind is not distinct from c.target_kind
where c.rank <> 'deprecated';
comment on view in_use is 'Claims that are observations.';
comment on column in_use.qualifier is 'How exact the article says the number is; between: it prints a range, from lower to upper.';
comment on column in_use.lower is 'The least that the article commits itself to; empty where it sets no lower bound.';
comment on column in_use.upper is 'The most that the article commits itself to; empty where it sets no upper bound.';

create view observations as
select c.* exclude (rank_reason, lower, upper), i.family, i.stock_flow, u.unit_kind, u.cluster_id, lower, upper
from in_use c join indicators i using (indicator_id) join units u using (unit_id);
comment on view observations is 'What we stand behind: one claim for a unit, indicator, period and kind, with its bounds.';
comment on column observations.value is 'The printed number; of a range the low end (SDMX OBS_VALUE).';
comment on column observations.qualifier is 'How exact the article says the number is; between: it prints a range, from lower to upper.';
comment on column observations.lower is 'The least that the article commits itself to; empty where it sets no lower bound.';
comment on column observations.upper is 'The most that the article commits itself to; empty where it sets no upper bound.';

-- A claim with all that is asked of one: what its unit, indicator, field of work and measure are called, who says so.
-- Of all 'bounded' or of those 'in_use': to tell them apart in one view would cost more than all of its joins.
create macro figures_of(bounded_or_in_use) as table
select c.* exclude (lower, upper) replace (c.value::double as value, c.out_of::double as out_of),
    c.lower::double as lower, c.upper::double as upper,
    u.unit_kind, u.name, u.name_en as unit_en, u.type_vi, u.type_en,
    i.family, i.is_core, i.topic, i.part_of, i.name_vi, i.name_en, i.definition_vi, i.definition_en, i.stock_flow,
    i.position, t.name_vi as topic_vi, t.name_en as topic_en, t.position as topic_position,
    m.name_vi as measure_vi, m.name_en as measure_en, m.name_en_one as measure_en_one,
    a.* exclude (article_id)
from query_table(bounded_or_in_use) c
join units u using (unit_id)
join indicators i using (indicator_id)
join topics t using (topic)
join unit_measures m on m.unit_measure = c.unit_measure
join articles a using (article_id);
create view figures as from figures_of('bounded');
comment on view figures is 'Every claim with the names of what it is about and with its article.';
comment on column figures.qualifier is 'How exact the article says the number is; between: it prints a range, from lower to upper.';
comment on column figures.lower is 'The least that the article commits itself to; empty where it sets no lower bound.';
comment on column figures.upper is 'The most that the article commits itself to; empty where it sets no upper bound.';
comment on column figures.unit_en is 'Name in English: Vietnamese for a place, Cluster 1 … Cluster 5 for a cluster.';
comment on column figures.definition_vi is 'What is counted and what is not, in Vietnamese.';
comment on column figures.definition_en is 'What is counted and what is not, in English.';
comment on column figures.topic_vi is 'Field of work in Vietnamese.';
comment on column figures.topic_en is 'Field of work in English.';
comment on column figures.topic_position is 'Order of presentation of the field of work.';
comment on column figures.measure_vi is 'Noun in Vietnamese, as it stands behind a number.';
comment on column figures.measure_en is 'Noun in English, as it stands behind a number.';
comment on column figures.measure_en_one is 'The same noun behind the number 1.';

-- A series is one indicator over one period for one sector: only figures of one series are ever ranked or added.
create view series as
select distinct indicator_id, time_period, sector, period_start, period_end
from observations where scenario = 'actual' and unit_kind = 'federation' and family = indicator_id;
comment on view series is 'Every indicator (no share of a target), period and sector of which an article prints a result of some federation.';

-- What can be laid along a time axis: a period that lies inside a longer one of the same federation is left out, so that
-- nothing is shown twice; and so is one of several years where there is one inside it. Comparable are two figures of one federation over periods of equal length: the newest two.
create view timeline as
with figures as (
    select *, substring(time_period, 5) as span
    from observations where scenario = 'actual' and unit_kind = 'federation' and family = indicator_id
),
longest as (
    from figures f
    where not exists (
        from figures other
        where other.indicator_id = f.indicator_id and other.unit_id = f.unit_id and other.sector = f.sector
            and case
                when f.period_end - f.period_start > 366
                    then other.period_start >= f.period_start and other.period_end <= f.period_end
                        and other.period_end - other.period_start < f.period_end - f.period_start
                else other.period_start <= f.period_start and other.period_end >= f.period_end
                    and other.period_end - other.period_start between f.period_end - f.period_start + 1 and 366
            end
    )
),
twins as (
    select *, count(*) over twin as n_twins, row_number() over (twin order by period_start desc) as nth_newest,
        max(period_end) over twin as newest_end
    from longest
    window twin as (partition by indicator_id, unit_id, sector, span)
)
select indicator_id, unit_id, sector, time_period, period_start, period_end, value, qualifier, obs_status, claim_id,
    article_id,
    n_twins > 1 and nth_newest <= 2
        and newest_end = max(newest_end) filter (n_twins > 1) over (partition by indicator_id, unit_id, sector)
        as is_comparable
from twins;
comment on view timeline is 'Figures of a federation whose period lies in no longer one of its own, and which two of them can be compared.';
comment on column timeline.is_comparable is 'Whether the figure is one of the two newest of equal length.';

-- Whether a period reaches beyond the life of a unit.
create macro is_outside(period_start, period_end, valid_from, valid_to) as
    coalesce(period_start < valid_from or period_end > valid_to, false);

-- Every federation in every series, with the reason where there is no figure.
create view cells as
with spoken_for as (
    select indicator_id, time_period, sector, unit_id, bool_or(list_kind = 'open') as is_open,
        min(article_id) as article_id
    from coverage group by all
)
select s.indicator_id, s.time_period, s.sector, s.period_start, s.period_end,
    u.unit_id, u.name, u.cluster_id,
    o.claim_id, o.line, coalesce(o.article_id, l.article_id) as article_id, o.value, o.qualifier, o.lower, o.upper,
    o.claim_id is not null or l.unit_id is not null as is_covered,
    case
        when o.claim_id is not null then 'observed'
        when is_outside(s.period_start, s.period_end, u.valid_from, u.valid_to) then 'not_applicable'
        when l.is_open then 'omitted'
        else 'unpublished'
    end as state,
    case
        when o.claim_id is not null then o.obs_status::varchar
        when is_outside(s.period_start, s.period_end, u.valid_from, u.valid_to) then 'M'
        else 'L'
    end as obs_status
from series s
cross join (from units where unit_kind = 'federation') u
left join (from observations where scenario = 'actual') o using (indicator_id, time_period, sector, unit_id)
left join spoken_for l using (indicator_id, time_period, sector, unit_id);
comment on column cells.claim_id is 'Claim that the figure is from; empty where there is none.';
comment on column cells.line is 'Line of the article file that prints the figure, counted from 1.';
comment on column cells.value is 'The printed number; of a range the low end (SDMX OBS_VALUE).';
comment on column cells.qualifier is 'How exact the article says the number is; between: it prints a range, from lower to upper.';
comment on column cells.lower is 'The least that the article commits itself to; empty where it sets no lower bound.';
comment on column cells.upper is 'The most that the article commits itself to; empty where it sets no upper bound.';
comment on column cells.state is 'observed: a figure is printed; omitted: an article speaks of the unit in an open list without a figure; unpublished: no article that was read has one; not_applicable: the unit did not exist.';
comment on column cells.obs_status is 'SDMX OBS_STATUS: A or P with a figure, L missing, M cannot exist.';
comment on column cells.is_covered is 'Whether an article speaks for the unit in this series, with or without a figure.';
comment on column cells.article_id is 'Article that prints the figure, or speaks of the unit without one.';
comment on view cells is 'Every federation in every series: the figure, or why there is none (observed, omitted, unpublished, not_applicable).';

-- The sum over some federations, for each series: what the articles print, added, and how exact that is. A figure without
-- a lower bound ("khoảng 15") is no zero, and a federation without a figure none either: where every figure bounds the sum
-- from below or comes close to its number, the sum is at least (about) so much; it has a top only where every federation
-- has a figure. Where an article says but "dưới 16" of one and nothing of another, no sum is true and useful: it is null.
-- It says what it covers. Series are never added together, nor are a cluster and its members, nor shares.
create macro totals_of(unit_ids) as table
with chosen as (
    select *, state <> 'not_applicable' as is_possible,
        coalesce(qualifier in ('exact', 'more_than', 'nearly', 'about'), false) as is_close
    from cells
    where list_contains(unit_ids, unit_id)
        and indicator_id not in (select indicator_id from indicators where unit_measure = 'PERCENT')
),
added as (
    select indicator_id, time_period, sector, period_start, period_end,
        count(*) filter (is_possible) as n_units,
        count(*) filter (is_possible and is_covered) as n_covered,
        count(claim_id) as n_observed,
        sum(value) as sum_of_values, -- of ranges the low ends
        sum(lower) as sum_of_lower,
        sum(upper) as sum_of_upper,
        count(*) filter (qualifier = 'between') as n_ranges,
        count(lower) as n_lower,
        count(upper) as n_upper,
        count(*) filter (is_close) as n_close,
        count(*) filter (is_close or lower is not null) as n_never_far_below,
        count(*) filter (is_close or upper is not null) as n_never_far_above,
        bool_or(obs_status = 'P') as is_provisional,
        any_value(cluster_id) filter (is_possible and is_covered) as some_cluster,
        count(distinct cluster_id) filter (is_possible and is_covered) as n_covered_clusters
    from chosen group by all
),
judged as (
    select *,
        case n_observed
            when n_lower then 'at_least'
            when n_never_far_below then 'at_least_about'
        end as partial_qualifier,
        case
            when n_observed = n_lower and n_observed = n_upper and n_ranges > 0 then 'between'
            when n_observed = n_lower and n_observed = n_upper then 'exact'
            when n_observed = n_lower then 'at_least'
            when n_observed = n_upper and n_observed = n_close then 'nearly'
            when n_observed = n_upper and n_ranges = 0 then 'at_most'
            when n_observed = n_close then 'about'
            when n_observed = n_never_far_below then 'at_least_about'
            when n_observed = n_never_far_above and n_ranges = 0 then 'at_most_about'
        end as complete_qualifier,
        case when n_observed > 0 then if(n_observed = n_units, complete_qualifier, partial_qualifier) end as qualifier
    from added
),
cluster_sizes as (
    select cluster_id, count(*) as n_members from units where unit_kind = 'federation' group by all
)
select indicator_id, time_period, sector, period_start, period_end,
    if(qualifier is null, null, sum_of_values) as value, qualifier, partial_qualifier, complete_qualifier,
    if(n_observed > 0 and n_observed = n_lower, sum_of_lower, null) as lower,
    if(n_observed > 0 and n_observed = n_units and n_observed = n_upper, sum_of_upper, null) as upper,
    n_observed, n_covered, n_units, coalesce(is_provisional, false) as is_provisional,
    case when n_covered_clusters = 1 and n_covered = n_members then some_cluster end as covered_cluster
from judged left join cluster_sizes on cluster_id = some_cluster;

-- The same for the whole city and for each cluster.
create view totals as
with scopes as (
    select '01' as scope_id, list(unit_id) as unit_ids from units where unit_kind = 'federation'
    union all
    select cluster_id, list(unit_id) from units where unit_kind = 'federation' group by all
)
select scope_id, t.* exclude (partial_qualifier, complete_qualifier) from scopes, totals_of(unit_ids) t;
comment on column totals.scope_id is 'Unit that the sum is over: 01 the city, C1…C5 a cluster.';
comment on column totals.value is 'Sum of the printed numbers, of ranges the low ends, to be read with its qualifier; empty, never 0, where no sum of them would be true and useful.';
comment on column totals.qualifier is 'How exact the sum is for the whole scope: exact, at_least, at_most, nearly or about as of a single figure, between (from lower to upper), at_least_about (about so much or more), at_most_about (about so much or less).';
comment on column totals.lower is 'Least possible sum; empty, never 0, where some figure has no lower bound.';
comment on column totals.upper is 'Greatest possible sum; empty unless every unit of the scope has a figure with an upper bound.';
comment on column totals.n_observed is 'Units with a figure.';
comment on column totals.n_covered is 'Units that the articles speak for, with or without a figure.';
comment on column totals.n_units is 'Units of the scope that existed in the period.';
comment on column totals.is_provisional is 'Whether a figure in the sum is provisional.';
comment on column totals.covered_cluster is 'The cluster that the articles speak for as a whole, if it is just one.';
comment on view totals is 'Sum, bound and coverage over the city and each cluster, for each series; totals_of(unit_ids) does the same for any federations.';

-- Result, yearly target and share, as printed and as recomputed. A target that no article prints is worked out from the
-- printed share: result / share, with the range that the share's rounding leaves; status E, never typed in.
create view targets as
with results as (
    from observations
    where scenario = 'actual' and family = indicator_id
        -- what builds up in a year is set against its target: a month is not, nor are five years
        and (stock_flow = 'stock' or year(period_start) = year(period_end)
            and regexp_full_match(time_period, '[0-9]{4}(-[SQ][0-9]|-01-01/P[0-9]+[MD])?'))
),
shares as (
    select *, 0.5 * pow(10, -length(regexp_extract(as_printed, '[0-9],([0-9]+)', 1))) as rounding
    from observations where scenario = 'actual' and family <> indicator_id
),
plans as (
    from observations
    where scenario = 'target' and family = indicator_id and regexp_full_match(time_period, '[0-9]{4}')
),
paired as (
    select r.unit_id, r.indicator_id, r.time_period, r.sector, r.period_start, r.period_end,
        coalesce(p.target_kind, s.target_kind) as target_kind,
        r.value as actual, r.qualifier as actual_qualifier, r.obs_status as actual_status, r.claim_id as actual_claim_id,
        p.value as printed_target, p.upper as printed_upper, p.qualifier as target_qualifier, p.claim_id as target_claim_id,
        s.value as share_printed, s.qualifier as share_qualifier, s.lower as share_lower, s.upper as share_upper,
        s.claim_id as share_claim_id, s.rounding, s.share_note,
        m.decimals,
        p.claim_id is null and r.qualifier = 'exact' and s.qualifier = 'exact' and s.value > s.rounding as is_derived
    from results r
    join unit_measures m using (unit_measure)
    left join shares s
        on s.unit_id = r.unit_id and s.family = r.indicator_id and s.time_period = r.time_period and s.sector = r.sector
    left join plans p
        on p.unit_id = r.unit_id and p.indicator_id = r.indicator_id and p.sector = r.sector
        and p.time_period = year(r.period_start)::varchar
        and (s.target_kind is null or s.target_kind = p.target_kind)
    where s.claim_id is not null or p.claim_id is not null
),
worked_out as (
    select *,
        round(100 * actual::double / share_printed::double, decimals) as nearest,
        ceil(100 * actual::double / (share_printed::double + rounding) * pow(10, decimals) - 1e-9) / pow(10, decimals)
            as at_least,
        floor(100 * actual::double / (share_printed::double - rounding) * pow(10, decimals) + 1e-9) / pow(10, decimals)
            as at_most,
        is_derived and at_least <= at_most as is_computed, -- else no whole target has the printed share
        case when printed_target > 0 and actual_qualifier = 'exact' and target_qualifier = 'exact'
            then 100 * actual::double / printed_target::double end as share_recomputed
    from paired
)
select unit_id, indicator_id, time_period, sector, period_start, period_end, target_kind,
    actual, actual_qualifier, actual_status, actual_claim_id,
    case when is_computed then nearest else printed_target::double end as target,
    case when is_computed then at_least when target_qualifier = 'between' then printed_target::double end
        as target_at_least,
    case when is_computed then at_most when target_qualifier = 'between' then printed_upper::double end
        as target_at_most,
    case when is_computed then 'E' when printed_target is not null then 'A' end as target_status,
    target_qualifier, target_claim_id,
    case when is_computed
        then format('{} / {}% = {}', trim_number(actual), trim_number(share_printed), trim_number(nearest)) end
        as target_formula,
    share_printed, share_qualifier, case when share_qualifier = 'between' then share_upper::double end as share_at_most,
    share_claim_id, share_note, share_recomputed,
    case when is_derived and not is_computed then false when share_qualifier = 'about' then null
        else share_recomputed between coalesce(share_lower::double - rounding - 1e-9, share_recomputed)
            and coalesce(share_upper::double + rounding + 1e-9, share_recomputed) end as share_agrees
from worked_out;
comment on column targets.actual is 'The printed result.';
comment on column targets.actual_qualifier is 'How exact the article says the result is.';
comment on column targets.actual_status is 'SDMX OBS_STATUS of the result: A normal, P provisional.';
comment on column targets.actual_claim_id is 'Claim that the result is from.';
comment on column targets.target_qualifier is 'How exact the article says a printed target is; empty for a computed one.';
comment on column targets.target_claim_id is 'Claim that a printed target is from; empty for a computed one.';
comment on column targets.share_claim_id is 'Claim that the printed share is from; empty where none is printed.';
comment on column targets.target is 'Full-year target: printed, or computed from result and printed share.';
comment on column targets.target_status is 'A printed, E computed by us.';
comment on column targets.target_formula is 'How a computed target was computed.';
comment on column targets.target_at_least is 'Least target that fits the printed share within its rounding; of a printed range the low end.';
comment on column targets.target_at_most is 'Greatest target that fits the printed share within its rounding; of a printed range the high end.';
comment on column targets.share_printed is 'Percent of the target reached, as printed.';
comment on column targets.share_qualifier is 'How exact the article says the printed share is; between: it prints a range, from share_printed to share_at_most.';
comment on column targets.share_at_most is 'Of a printed range of the share the high end.';
comment on column targets.share_recomputed is 'Percent of the target reached, from the printed result and the printed target.';
comment on column targets.share_agrees is 'Whether the two agree within rounding; false too where no whole target has the printed share; empty where there is nothing to compare.';
comment on view targets is 'Result, yearly target (printed or computed, status E) and share (printed and recomputed), for each unit and period.';

-- What there is and what is not, for whoever asks for the rest: every federation and core indicator in every period of
-- which any core indicator has a series; where the indicator has none in that period, without restriction (_T). In a
-- period of an article's own, those that it speaks of: nobody can be asked what there was until the day it was out.
create view gaps as
with core as (
    from series semi join (from indicators where is_core) using (indicator_id)
),
unreported as (
    select i.indicator_id, p.*
    from (from indicators where is_core) i, (
        select distinct time_period, period_start, period_end from core where is_common_period(time_period)
    ) p
    where (i.indicator_id, p.time_period) not in (select (indicator_id, time_period) from core)
)
select indicator_id, time_period, sector, period_start, period_end, unit_id, state, obs_status, claim_id, article_id
from cells semi join core using (indicator_id, time_period, sector)
where is_common_period(time_period) or state in ('observed', 'omitted')
union all
select indicator_id, time_period, '_T', period_start, period_end, unit_id,
    if(is_outside_life, 'not_applicable', 'unpublished'), if(is_outside_life, 'M', 'L'), null, null
from (
    select *, is_outside(period_start, period_end, valid_from, valid_to) as is_outside_life
    from unreported, units where unit_kind = 'federation'
);
comment on column gaps.claim_id is 'Claim that the figure is from; empty where there is none.';
comment on column gaps.article_id is 'Article that prints the figure, or speaks of the unit without one; empty where none does.';
comment on column gaps.state is 'observed, omitted, unpublished or not_applicable, as in cells.';
comment on column gaps.obs_status is 'SDMX OBS_STATUS: A or P with a figure, L missing, M cannot exist.';
comment on view gaps is 'Every federation and core indicator in every period of which any core indicator has a series: observed, or why not. Of a month, a term or days up to a date, only what articles speak of.';

-- How surely readers read: what two readings of one article, made apart, agreed on before anything was settled.
create view agreement as
with counted as (
    select article_id, 'kind' as column_name, both_figure + only_first + only_second + both_passed as compared,
        both_figure + both_passed as agreed, both_figure, only_first, only_second, both_passed
    from comparisons
    union all
    select article_id, column_name, compared,
        compared - (select count(*) from differences d
            where d.article_id = c.article_id and d.column_name = f.column_name and first_said is distinct from second_said),
        null, null, null, null
    from comparisons c, (select unnest(['unit_id', 'indicator_id', 'time_period', 'scenario', 'target_kind', 'value',
        'out_of', 'qualifier', 'sector', 'obs_status']) as column_name) f
),
summed as (
    select column_name, article_id, sum(compared)::bigint as compared, sum(agreed)::bigint as agreed,
        sum(both_figure)::double as a, sum(only_first)::double as b, sum(only_second)::double as c,
        sum(both_passed)::double as d
    from counted group by grouping sets ((column_name), (column_name, article_id))
)
select column_name, article_id, compared, agreed,
    (compared * (a + d) - ((a + b) * (a + c) + (d + c) * (d + b)))
        / nullif(compared * compared - ((a + b) * (a + c) + (d + c) * (d + b)), 0) as kappa
from summed;
comment on column agreement.column_name is 'Column of claims; kind for whether a numeral is a figure at all.';
comment on column agreement.article_id is 'Article that was read twice; empty for all of them together.';
comment on column agreement.compared is 'Numerals (kind) or figures of both that were compared.';
comment on column agreement.agreed is 'Of these, how many both readers had alike.';
comment on column agreement.kappa is 'Cohen''s κ for figure or not: 1 is full agreement, 0 what chance would give; empty for columns, and where chance alone would always agree.';
comment on view agreement is 'How often two readings made apart agreed, by column, for each article and for all.';

create view claim_readings as
select claim_id, article_id, first_reader, second_reader, settled_on,
    coalesce(list(d.column_name order by d.difference_id) filter (d.column_name is not null), []) as differed
from claims join comparisons using (article_id) left join differences d using (article_id, claim_id)
group by all;
comment on column claim_readings.claim_id is 'Claim of an article that was read twice.';
comment on column claim_readings.differed is 'Columns in which the two readings differed or that were changed together, all settled; an empty list where both agreed.';
comment on view claim_readings is 'For each claim of an article that was read twice apart: by whom, and where the two readings differed.';

-- The data dictionary: every table, view and column of the database in use. A column of a view that has no comment of
-- its own carries a column of the seeds, and with it the comment.
create view dictionary as
with described as (
    select database_name, table_name, null as column_name, -1 as position, null as data_type, comment,
        false as is_view
    from duckdb_tables() where not internal
    union all
    select database_name, view_name, null, -1, null, comment, true from duckdb_views() where not internal
    union all
    select c.database_name, c.table_name, column_name, column_index, data_type, c.comment,
        v.view_name is not null
    from duckdb_columns() c
    left join duckdb_views() v
        on v.database_oid = c.database_oid and v.schema_oid = c.schema_oid and v.view_oid = c.table_oid
    where not c.internal
)
select table_name, column_name, data_type,
    coalesce(comment, arg_min(comment, (table_name <> 'claims', table_name)) filter (not is_view)
        over (partition by column_name)) as comment,
    is_view
from described where database_name = current_database()
order by is_view, table_name, position;
comment on view dictionary is 'Every table, view and column of this warehouse, with what it holds.';
comment on column dictionary.table_name is 'Table or view.';
comment on column dictionary.column_name is 'Column; empty in the row of the table or view itself.';
comment on column dictionary.data_type is 'Type of the column; of a vocabulary, its codes.';
comment on column dictionary.comment is 'What it holds.';
comment on column dictionary.is_view is 'Whether it is worked out by a view, not typed in the seeds.';
