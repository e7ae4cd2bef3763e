-- What the words of a claim print: one numeral, read whole or not at all, and how the article hedges it.
-- A new hedge is one more row of `hedges`.

-- The letters and numerals that papers print, for \pL and \pN: patterns of all that Unicode has take long to compile.
create temp macro latin(pattern) as
    replace(replace(pattern, '\pL', 'a-zß-ɏḀ-ỿ'), '\pN', '0-9²³¹¼-¾⁰-₉⅐-↉０-９');

-- The article's letters as they are meant: one code point for each, Đ not as Ð. Positions are counted in this text.
create temp macro readable(text) as translate(nfc_normalize(text), 'Ðð' || chr(160), 'Đđ ');
-- The same without what the eye passes over: capitals, more than one blank, invisible characters.
create temp macro plain(text) as
    regexp_replace(regexp_replace(regexp_replace(lower(readable(text)),
        '[\x{AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2064}\x{FEFF}]', '', 'g'),
        '[<>≥≤⩾⩽≧≦~∼≈≃≅±]', ' \0 ', 'g'), '[\s\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}]+', ' ', 'g');

-- `unknown` is a hedge that no qualifier says, since it may mean two things; `exact` stands for words that only look
-- like a hedge (thỏa ước, cấp trên). A hedge that `is_loose` may stand a few words before its number.
create temp table hedges as
select qualifier, place, is_loose, unnest(several) as words
from (values
    ('more_than', 'before', false, ['hơn', 'hơn cả', 'trên', 'trên cả', 'quá', 'vượt quá', 'vượt trên', 'vượt hơn',
        'vượt mức', 'vượt mốc', 'vượt ngưỡng', 'vượt con số', 'vượt qua', 'vượt xa',
        'vượt hẳn', 'hơn hẳn', 'lớn hơn', '>']),
    ('more_than', 'behind', false, ['có lẻ', 'có dư', 'hoặc hơn', '(hơn)']),
    ('at_least', 'before', false, ['ít nhất', 'tối thiểu', 'chí ít', 'ít ra', 'không dưới', 'không ít hơn', 'không kém',
        'không thua', 'không thấp hơn', 'không nhỏ hơn', '≥', '⩾', '≧', '> =']),
    ('at_least', 'behind', false, ['trở lên', 'đổ lên', 'trở đi', 'là tối thiểu', '(tối thiểu)', '(ít nhất)']),
    ('about', 'before', false, ['khoảng', 'vào khoảng', 'khoảng chừng', 'chừng', 'chừng khoảng', 'chừng độ', 'độ',
        'độ chừng', 'độ khoảng', 'tầm', 'tầm khoảng', 'cỡ', 'cỡ khoảng', 'xấp xỉ', 'sấp xỉ', 'quãng', 'trên dưới',
        'áng chừng', 'phỏng chừng',
        'gần bằng', '~', '∼', '≈', '≃', '≅']),
    ('about', 'before', true, ['ước', 'ước tính', 'ước đạt', 'ước khoảng', 'ước chừng', 'ước lượng', 'ước đoán',
        'dự ước', 'dự tính']),
    ('about', 'behind', false, ['(ước)', '(ước tính)', '(ước đạt)', '(ước thực hiện)', '(dự ước)', '(số ước)',
        '(số liệu ước)', '(khoảng)', '(xấp xỉ)', 'ước tính']),
    ('nearly', 'before', false, ['gần', 'ngót', 'ngót nghét', 'non', 'suýt', 'suýt soát', 'xuýt xoát', 'sít soát',
        'sát', 'tiệm cận', 'ngấp nghé', 'mấp mé']),
    ('less_than', 'before', false, ['dưới', 'chưa đến', 'chưa tới', 'chưa đầy', 'chưa tròn', 'chưa được', 'không đến',
        'không tới', 'không đầy', 'chưa đạt', 'chưa đạt tới', 'chưa bằng', 'chưa lên tới', 'không đạt tới',
        'không bằng', 'nhỏ hơn', '<']),
    ('at_most', 'before', false, ['không quá', 'không vượt', 'không vượt quá', 'tối đa', 'không hơn', 'không trên',
        'không nhiều hơn', 'không cao hơn', 'không lớn hơn', 'chưa quá', 'chưa vượt quá', '≤', '⩽', '≦', '< =']),
    ('at_most', 'behind', false, ['trở xuống', 'đổ xuống', 'đổ lại', 'là tối đa', '(tối đa)']),
    ('unknown', 'before', false, ['vượt', 'ngoài', 'kém', 'cao hơn', 'thấp hơn', 'nhiều hơn', 'ít hơn', 'kém hơn',
        'nhiều nhất', 'cao nhất', 'thấp nhất', 'hầu hết', 'phần lớn', 'đa số', 'gần như', 'dự kiến', 'dự báo',
        'tạm tính', 'sơ bộ', 'nửa', '±', 'trung bình', 'hầu như']),
    ('unknown', 'before', true, ['bình quân', 'trung bình mỗi']), -- a mean is the figure of none of its units
    ('exact', 'before', false, ['cấp trên', 'bên trên', 'phía trên', 'nêu trên', 'kể trên', 'nói trên', 'cấp dưới',
        'bên dưới', 'phía dưới', 'loại trung bình', 'mầm non', 'nước ngoài', 'bên ngoài', 'yếu kém', 'khảo sát', 'giám sát',
        'cảnh sát', 'dựa trên', 'tính trên',
        'căn cứ trên', 'trên tổng số', 'không hơn không kém', 'kích cỡ', 'chế độ', 'trình độ',
        'tiến độ', 'mức độ', 'cấp độ', 'góc độ', 'cường độ', 'tốc độ', 'thái độ', 'mật độ', 'nhiệt độ']),
    ('exact', 'before', true, ['thỏa ước', 'thoả ước', 'quy ước', 'công ước', 'giao ước', 'hương ước', 'điều ước',
        'khế ước', 'ước mơ', 'mơ ước'])
) hedge(qualifier, place, is_loose, several);

-- A hedge that is denied says another thing ("không thể dưới 16"): unknown, where it has no row of
-- its own.
insert into hedges
select distinct 'unknown', 'before', false, concat_ws(' ', denial, verb, hedge) as denied
from unnest(['không', 'chưa', 'chẳng', 'chả', 'đừng']) a(denial),
    unnest([null, 'được', 'thể', 'phải', 'hề', 'có', 'còn', 'để', 'đạt']) b(verb),
    unnest(['hơn', 'trên', 'dưới', 'quá', 'vượt', 'vượt quá', 'kém', 'gần', 'nhiều hơn', 'ít hơn']) c(hedge)
where denied not in (select words from hedges);

-- The longest first: "không dưới" is not "dưới". Variables, since a constant pattern is compiled once for all rows.
create temp macro phrases(of_place, loose) as (
    select string_agg(regexp_escape(words), '|' order by length(words) desc)
    from hedges where place = of_place and list_contains(loose, is_loose));
set variable hedge_before = format(
    '(?:(?:{})(?:,? (?:[\pL]+|[0-9]{{1,2}} tháng|quý [0-9]|năm [0-9]{{4}}|[0-9]{{1,2}}/[0-9/]+)){{0,8}}:?'
        || '|(?:{})(?: (?:đạt|tới|đến|lên|mức|con số|cả|tổng số|được|có|là|phải|từ|những|tận|đã)){{0,2}})',
    phrases('before', [true]), phrases('before', [false]));
set variable hedges_before_number
    = latin(format('(?:^|[^\pL\pN])({0}(?: {0})*)[ "“‘''(\[«*_–…-]*$', getvariable('hedge_before')));
set variable each_hedge_before = format('({}) ', phrases('before', [true, false]));
set variable hedge_behind_number = latin(format('^[^.,;:\pN]*?({})(?:[^\pL]|$)', phrases('behind', [false])));

-- 1.234 and 60,24 as Vietnamese papers print them, in thousands or millions where the next word says so. Null for what
-- is no such number as a whole: 12.34.567, 10½, 10–15.
set variable numeral = '([1-9][0-9]{0,2}(?:[.][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?)';
create temp macro scale_of(word) as
    coalesce(map {'chục': 10::bigint, 'trăm': 100, 'nghìn': 1000, 'ngàn': 1000, 'vạn': 10000, 'triệu': 1000000,
        'tỷ': 1000000000, 'tỉ': 1000000000}[word], 1);
create temp macro number_of(digits, scale) as
    try((try_cast(replace(replace(digits, '.', ''), ',', '.') as decimal(18, 4)) * scale)::decimal(18, 4));

-- Numbers below 1,000 as they are written in words: "hai mươi mốt", "một trăm linh năm". What is not here is no number:
-- "hai ba" (two or three), "mười mấy".
set variable number_words = (
    with digits as (
        select n, unnest(several) as word
        from (values (1, ['một']), (2, ['hai']), (3, ['ba']), (4, ['bốn']), (5, ['năm']), (6, ['sáu']),
            (7, ['bảy', 'bẩy']), (8, ['tám']), (9, ['chín'])) alone(n, several)
    ),
    other_digits as ( -- behind tens
        select n, unnest(several) as word from (values (1, ['mốt']), (4, ['tư']), (5, ['lăm', 'nhăm'])) behind(n, several)
    ),
    below_100 as (
        from digits
        union all select 10, 'mười'
        union all select 10 + n, 'mười ' || word from (from digits union all from other_digits where n = 5)
        union all select 10 * n, word || ' mươi' from digits where n > 1
        union all select 10 * t.n + u.n, t.word || ' mươi ' || u.word
            from digits t, (from digits union all from other_digits) u where t.n > 1
        union all select 10 * t.n + u.n, t.word || ' ' || u.word from digits t, other_digits u where t.n > 1
    ),
    behind_hundreds as (
        from below_100 where n > 9
        union all select n, linh || ' ' || word
            from unnest(['linh', 'lẻ']) of(linh), (from digits union all from other_digits where n = 4)
    ),
    all_of_them as (
        from below_100
        union all select 100 * n, word || ' trăm' from digits
        union all select 100 * h.n + r.n, h.word || ' trăm ' || r.word from digits h, behind_hundreds r
        union all select n, 'không trăm ' || word from behind_hundreds
        union all from behind_hundreds where word[1] = 'l'
    )
    select map_from_entries(list((word, n) order by word)) from all_of_them
);
set variable number_in_words = '(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)'
    || '(?: (?:một|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|linh|lẻ|trăm|không trăm|nghìn|ngàn|triệu))*';
set variable numbers_in_words = latin('(?:^|[^\pL\pN])(' || getvariable('number_in_words') || ')(?:[^\pL\pN]|$)');
-- Null for words that are no number as a whole; behind thousands the hundreds are said.
create temp macro below_1000(words) as if(words = '', 0, getvariable('number_words')[words]);
create temp macro number_of_words(parts, scale) as
    case when parts.rest = '' or parts.millions || parts.thousands = '' or regexp_matches(parts.rest, 'trăm|linh|lẻ')
        then try((scale * (below_1000(parts.millions) * 1000000 + below_1000(parts.thousands) * 1000
            + below_1000(parts.rest)))::decimal(18, 4)) end;

-- None, said without a numeral: "chưa thành lập được công đoàn nào", or the sign for it. What only denies that something
-- is known, or that a target was reached, says no number.
set variable none_said = latin('(?:^|[^\pL\pN])((?:không|chưa|chẳng|chả)(?:(?: [\pL]+){0,3}? một)?)(?:[^\pL\pN]|$)');
set variable nothing_said = latin('(?:^|[^\pL\pN])(?:không|chưa|chẳng|chả)(?: thể| được| có| còn| hề| phải)* (?:dưới|quá|vượt|trên|hơn'
    || '|kém|ít|thua|thấp|nhỏ|cao|lớn|nhiều|đến|tới|đầy|tròn|đạt|bằng|lên|hoàn thành|đủ|chỉ|những|ngừng|riêng|phải|rõ|nêu|ghi'
    || '|in|công bố|thống kê|tổng hợp|báo cáo|số liệu|thông tin|tính|kể|gồm|bao gồm)(?:[^\pL\pN]|$)');

-- The words of claims around the numeral that is meant: the only one, or the one that the column numeral tells. Where
-- there are digits, number words are none of the numerals unless they are told. Many claims print the same words, which
-- are read once.
create temp table readings as
with spelled as (
    select distinct as_printed, numeral, plain(numeral) as told, -- 6 / 6 is one numeral
        regexp_replace(plain(as_printed), latin('([\pN]) ?/ ?([\pN])'), '\1/\2', 'g') as words
    from seed_claims
),
told_apart as (
    -- The 13 of 15/13, where it is told and stands nowhere else: the target that a result is printed against.
    select *, coalesce(regexp_matches(words, '[0-9]/' || regexp_escape(told) || '([^0-9.,/]|[.,][^0-9]|[.,]?$)')
        and not regexp_matches(words, latin('(?:^|[^\pL\pN.,/])') || regexp_escape(told) || latin('(?:[^\pL\pN/]|$)')),
        false) as is_whole
    from spelled
),
counted as (
    select *, regexp_extract_all(words, latin('[\pL\pN]?\S*[\pN](?:\S*[\pL\pN%])?')) as in_digits,
        regexp_extract_all(words, getvariable('numbers_in_words'), 1) as in_words,
        case
            when words in ('-', '–', '—') then words
            when len(in_digits) > 0 or told is not null or regexp_matches(words, getvariable('nothing_said')) then null
            when len(in_words) = 0 or in_words = ['một'] and regexp_matches(words, '(không|chưa|chẳng|chả)( [^,.;:]*)? một')
                then nullif(regexp_extract(words, getvariable('none_said'), 1), '')
        end as none,
        if(len(in_digits) > 0, in_digits, in_words) as numerals
    from told_apart
),
divided as (
    select as_printed, numeral, told, is_whole, none is not null as is_none, if(none is null, numerals, [none]) as numerals,
        string_split(
            case
                when none is not null then regexp_replace(words,
                    latin('(^|[^\pL\pN])(') || none || latin(')([^\pL\pN]|$)'),
                    '\1' || chr(1) || '\2' || chr(1) || '\3')
                when told is not null then regexp_replace(words,
                    latin('^((?:.*?[^\pL\pN.,/])??)(') || if(is_whole, '[0-9][0-9.,]*/', '') || regexp_escape(told)
                        || ')(.*)$',
                    '\1' || chr(1) || '\2' || chr(1) || '\3')
                when len(numerals) = 1 and len(in_digits) = 0 then regexp_replace(words,
                    latin('^(|.*[^\pL\pN])(') || numerals[1] || latin(')(|[^\pL\pN].*)$'),
                    '\1' || chr(1) || '\2' || chr(1) || '\3')
                when len(numerals) = 1 then regexp_replace(words,
                    latin('^([^\pN]*)([\pN]\S*?)([^\pL\pN]*(?: .*)?)$'), '\1' || chr(1) || '\2' || chr(1) || '\3')
            end, chr(1)) as parts
    from counted
),
read as (
    select as_printed, numeral, told, numerals, is_whole, is_none,
        if(len(parts) = 3, if(is_whole, '', parts[1]), null) as before, -- "hơn 15/13" does not hedge the 13
        parts[2] as digits, parts[3] as behind,
        regexp_extract(digits, '^' || getvariable('numeral') || '(?:/' || getvariable('numeral') || ')?%?$',
            ['number', 'whole']) as figure,
        regexp_extract(digits, '^(?:(.+?) triệu ?)?(?:(.+?) (?:nghìn|ngàn) ?)?(.*)$',
            ['millions', 'thousands', 'rest']) as in_words,
        regexp_extract(behind,
            '^ (chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?: (nghìn|ngàn|triệu|tỷ|tỉ))?(?:[^a-zß-ɏḀ-ỿ]|$)',
            ['first', 'second']) as scales,
        -- "10-16 nghìn" are both thousands, "900 - 1 nghìn" are not
        regexp_extract(behind, '^ ?(?:-|–|—|~|đến|tới) ?' || getvariable('numeral')
            || ' (chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?: (nghìn|ngàn|triệu|tỷ|tỉ))?(?:[^a-zß-ɏḀ-ỿ]|$)',
            ['number', 'first', 'second']) as other_end
    from divided
),
scaled as (
    select *,
        case
            when regexp_matches(behind, '^ (tỷ|tỉ) (lệ|trọng)') then 1
            when scales['first'] = '' and number_of(figure['number'], 1) < number_of(other_end['number'], 1)
                then scale_of(other_end['first']) * scale_of(other_end['second'])
            else scale_of(scales['first']) * scale_of(scales['second'])
        end as scale
    from read
)
select row_number() over () as reading, as_printed, numeral, told, numerals, before, digits, behind,
    case when is_none then 0
        when regexp_matches(digits, '^[0-9]') then number_of(if(is_whole, figure.whole, figure.number), scale)
        else number_of_words(in_words, scale) end as number,
    if(is_whole, null, number_of(figure.whole, scale)) as whole
from scaled;

set variable number_word_before = latin('(?:^|[^\pL])(?:một|hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|lăm|nhăm|linh|lẻ'
    || '|trăm|nghìn|ngàn|triệu|vài|mấy|dăm|thứ|phần) $');
set variable number_word_behind = latin('^(?: (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ))* (?:một|hai|ba|bốn|sáu|bảy|bẩy|tám|chín'
    || '|mười|mươi|mốt|lăm|nhăm|linh|lẻ|không trăm|năm (?:trăm|mươi)|mấy|vài|số|ít|nửa|loạt|phần)(?:[^\pL]|$)');

-- What stands between the ends of a range: "10-15", "10 nghìn đến 16 nghìn", "ba đến năm bản"; a year is no end of one.
set variable behind_low_end = latin('^%?(?: (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ))* ?(?:-|–|—|~|đến|tới) ?(?:[\pN]'
    || '|(?:một|hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười)(?:[^\pL]|$)|năm(?: [^\pN]|$))');
set variable before_high_end = latin('(?:[\pN]%?|(?:^|[^\pL])(?:một|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt'
    || '|chục|trăm))(?: (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ))* ?(?:-|–|—|~|đến|tới) ?$');

-- How the words around a numeral hedge it, which end of a range it is, and whether it is cut: a letter, a digit or a
-- stroke touches it, or it is a piece of "12 500". `places` names a table with key, before, digits, behind.
create temp macro hedged(places) as table
with found as (
    select key,
        regexp_matches(before,
                latin('[\pL\pN]$|[\pN][.,]$|(?:^|[^\pL\pN])[.,−]$|[\pN] ?[/×x] ?$'
                    || '|[\pN]%?(?: (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ))* ?(?:hoặc|hay) ?$'))
            or regexp_matches(behind, latin('^[\pL\pN]|^[.,][\pN]|^ ?[/×x] ?[\pN]|^%? ?[+±]'
                || '|^%?(?: (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ))* ?(?:hoặc|hay) ?[\pN]'
                || '|^(?: (?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ))* (?:rưỡi|rưởi|lẻ|mốt|tr|k|[\pN]+'
                || '|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín) (?:chục|trăm|nghìn|ngàn|vạn|triệu))(?:[^\pL]|$)'))
            or regexp_matches(before, latin('(?:^|[^\pN])[\pN]{1,3} $'))
                and regexp_matches(digits, latin('^[0-9]{3}(?:[^\pN]|$)'))
            or digits in ('-', '–', '—') and (regexp_matches(before, latin('[\pL\pN] ?$'))
                or regexp_matches(behind, latin('^ ?[\pL\pN]')))
            or regexp_matches(digits, latin('^[\pL]')) and ( -- "mười | hai", "hai | trăm ba mươi", "một số"
                regexp_matches(before, getvariable('number_word_before'))
                or regexp_matches(behind, getvariable('number_word_behind'))
            ) as is_cut,
        case
            when digits in ('-', '–', '—') then null
            when regexp_matches(behind, getvariable('behind_low_end')) then 'low'
            when regexp_matches(before, getvariable('before_high_end')) then 'high'
        end as range_end,
        regexp_extract(before, getvariable('hedges_before_number'), 1) as hedge_before,
        if(regexp_matches(behind, '^[^.,;:]* (?:loại|khá|tốt|giỏi|trung bình|hạng|bậc|từ) [^.,;:]*trở (?:lên|xuống)'
                || '|^[^.,;:]* (?:khá|tốt|giỏi) trở'), '', -- "đạt loại khá trở lên"
            regexp_extract(behind, getvariable('hedge_behind_number'), 1)) as hedge_behind
    from query_table(places) where digits is not null
),
senses as (
    select hedge_before, hedge_behind, list(distinct qualifier) filter (qualifier <> 'exact') as several
    from (select distinct hedge_before, hedge_behind from found)
    left join hedges
        on place = 'behind' and words = hedge_behind
        or place = 'before' and list_contains(
            regexp_extract_all(hedge_before || ' ', getvariable('each_hedge_before'), 1), words)
    group by all
)
select key, is_cut, range_end, concat_ws(' … ', nullif(hedge_before, ''), nullif(hedge_behind, '')) as hedge,
    case
        when range_end is not null then case
            when several is not null then 'unknown' -- "khoảng 10-15"
            when range_end = 'low' then 'at_least'
            else 'at_most'
        end
        when several is null then 'exact'
        when len(several) = 1 then several[1]
        when list_contains(several, 'about') and not list_contains(several, 'unknown') then 'about'
        else 'unknown' -- "gần hơn", "hơn … trở xuống"
    end as said
from found join senses using (hedge_before, hedge_behind);

create temp view read_alone as select reading as key, before, digits, behind from readings;
create temp table printed as
select c.line_no, r.* exclude (reading, before, behind), coalesce(h.is_cut, false) as is_cut, h.range_end, h.hedge, h.said
from seed_claims c
join readings r on r.as_printed = c.as_printed and r.numeral is not distinct from c.numeral
left join hedged('read_alone') h on h.key = r.reading;

-- The same with the words around it in the article, where that is at hand.
create temp view read_in_article as
select c.line_no as key,
    plain(regexp_extract(content[greatest(char_start - 59, 1):char_start], '[^\n\t]*$')) || before as before, digits,
    behind || plain(regexp_extract(content[char_end + 1:char_end + 40], '^[^\n\t]*')) as behind
from seed_claims c
join readings r on r.as_printed = c.as_printed and r.numeral is not distinct from c.numeral
join (select article_id, file_name from seed_articles) using (article_id) join article_files using (file_name)
where content[char_start + 1:char_end] = readable(c.as_printed);
create temp table printed_in_article as
select key as line_no, is_cut, range_end, hedge, said from hedged('read_in_article');
