{#- A person's name as it is compared: the rules of the var `aturan_nama` in their order, each a macro
    of this file from a padded text of upper-case letters and single spaces to another. Most names
    are standard as they are; two looks tell, and only the others go through the rules. -#}
{% macro name_standard(name) -%}
    {%- set rules = name_rules() -%}
    {%- set upper = 'upper(' ~ name ~ ')' -%}
    {%- set steps = namespace(text=name_letters(name), touched=[]) -%}
    {%- for rule in rules -%}
        {%- set steps.text = name_by_rule(rule, steps.text) -%}
        {%- do steps.touched.append(name_touched(rule)) -%}
    {%- endfor -%}
    case
        when
            {{ matches(upper, '[A-Z]+( [A-Z]+)*') }}
            {%- if steps.touched %}
            and not {{ matches(upper, steps.touched | join('|')) }}
            {%- endif %}
            then {{ upper }}
        else nullif(trim({{ replace_all(steps.text, ' +', ' ') }}), '')
    end
{%- endmacro %}

{#- The rules of this build, in their order. -#}
{% macro name_rules() -%}
    {{ return(var('aturan_nama')) }}
{%- endmacro %}

{#- Upper-case letters between single spaces, one space around; what follows a comma is a degree. -#}
{% macro name_letters(name) -%}
    {%- set first = "split_part(" ~ name ~ ", ',', 1)" -%}
    {%- set plain = without_accents("replace(replace(" ~ first ~ ", chr(39), ''), chr(8217), '')") -%}
    {{ replace_all("' ' || upper(" ~ plain ~ ") || ' '", '[^A-Z]+', ' ') }}
{%- endmacro %}

{#- Words of the rules as alternatives of a regular expression; `singkatan` by what they stand for. -#}
{% macro name_words(rule) -%}
    {%- set words = {
        'gelar': 'H|HJ|HAJI|HAJJAH|KH|KYAI|KIAI|NYAI|UST|USTAZ|USTADZ|USTADZAH|TGK|TEUNGKU|'
            ~ 'DR|DRG|DRH|DRS|DRA|IR|PROF|R|RD|RADEN|RM|RR|RA|RNGT|ALM|ALMH|ALMARHUM|ALMARHUMAH|'
            ~ 'BPK|BAPAK|IBU|TN|TUAN|NY|NYONYA|NN|NONA|SDR|SDRI',
        'gelar_belakang': 'S ?PD|S ?PDI|S ?SOS|S ?AG|S ?KOM|S ?KEP|S ?KM|S ?SI|S ?IP|S ?PT|S ?P|S ?H|'
            ~ 'S ?E|S ?T|S ?TP|M ?PD|M ?SI|M ?AG|M ?KOM|M ?KES|M ?M|M ?H|A ?MD|A ?MA|AM ?KEB|AMK|LC|'
            ~ 'ALM|ALMH|ALMARHUM|ALMARHUMAH',
        'nama_ayah': 'BIN|BINTI|BT|BTE|BTI',
        'muhammad': 'MOH|MUH|MOHD|MHD|MUHD|MOCH|MUCH|MOHAMAD|MOHAMMAD|MOHAMED|MUHAMAD|MUHAMED|'
            ~ 'MUHAMMED|MOCHAMAD|MOCHAMMAD|MUCHAMAD|MUCHAMMAD|MOKHAMAD|MUKHAMAD',
        'singkatan': {
            'ABDUL': 'ABD|ABDL', 'AHMAD': 'AHMD|ACH|ACHMAD|AKHMAD|ACHMD', 'NUR': 'NR',
            'WAYAN': 'WY|WYN', 'NYOMAN': 'NYM|NYMN', 'KETUT': 'KT|KTT', 'NENGAH': 'NGH|NGAH',
            'GUSTI': 'GST', 'BAGUS': 'BGS', 'KADEK': 'KDK', 'GEDE': 'GD|GDE', 'LUH': 'LH',
            'KOMANG': 'KMG',
        },
        'kata_lemah': 'I|NI|IDA|AYU|LUH|DEWA|GUSTI|WAYAN|PUTU|GEDE|MADE|KADEK|NENGAH|NYOMAN|KOMANG|'
            ~ 'KETUT|MUHAMMAD|SITI|ABDUL',
    } -%}
    {{ return(words[rule]) }}
{%- endmacro %}

{#- Pattern of the names that a rule of `aturan_nama` may change; a full match tells. -#}
{% macro name_touched(rule) -%}
    {%- if rule == 'ejaan_lama' -%}
        .*({{ name_digraphs() | map(attribute=0) | join('|') }}).*
    {%- elif rule == 'singkatan' -%}
        (.* )?({{ name_words(rule).values() | join('|') }})( .*)?
    {%- elif rule == 'muhammad' -%}
        (.* )?({{ name_words(rule) }})( .*)?|M .*
    {%- else -%}
        (.* )?({{ name_words(rule) }})( .*)?
    {%- endif -%}
{%- endmacro %}

{#- The text after one rule of `aturan_nama`; the engine refuses a rule that is none by its name. -#}
{% macro name_by_rule(rule, text) -%}
    {%- if rule == 'gelar' -%}{{ name_gelar(text) }}
    {%- elif rule == 'gelar_belakang' -%}{{ name_gelar_belakang(text) }}
    {%- elif rule == 'nama_ayah' -%}{{ name_nama_ayah(text) }}
    {%- elif rule == 'muhammad' -%}{{ name_muhammad(text) }}
    {%- elif rule == 'singkatan' -%}{{ name_singkatan(text) }}
    {%- elif rule == 'ejaan_lama' -%}{{ name_ejaan_lama(text) }}
    {%- else -%}aturan_nama_{{ rule }}({{ text }})
    {%- endif -%}
{%- endmacro %}

{#- Titles and forms of address before a name go, as long as a name is left. -#}
{% macro name_gelar(text) -%}
    {{ replace_all(text, '^( (' ~ name_words('gelar') ~ '))+ ([A-Z])', ' \\3') }}
{%- endmacro %}

{#- Degrees written after a name without a comma go. -#}
{% macro name_gelar_belakang(text) -%}
    {{ replace_all(text, '([A-Z]{2})( (' ~ name_words('gelar_belakang') ~ '))+ $', '\\1 ') }}
{%- endmacro %}

{#- The father's name after bin or binti goes. -#}
{% macro name_nama_ayah(text) -%}
    {{ replace_all(text, '([A-Z]) (' ~ name_words('nama_ayah') ~ ') .*$', '\\1 ') }}
{%- endmacro %}

{#- The spellings of Muhammad become one; M alone only before the rest of a name. -#}
{% macro name_muhammad(text) -%}
    {%- set first = replace_all(text, '^ M ([A-Z])', ' MUHAMMAD \\1') -%}
    {{ replace_all(first, ' (' ~ name_words('muhammad') ~ ') ', ' MUHAMMAD ') }}
{%- endmacro %}

{#- Usual abbreviations become the word they stand for. -#}
{% macro name_singkatan(text) -%}
    {%- set steps = namespace(text=text) -%}
    {%- for word, forms in name_words('singkatan').items() -%}
        {%- set steps.text = replace_all(steps.text, ' (' ~ forms ~ ') ', ' ' ~ word ~ ' ') -%}
    {%- endfor -%}
    {{ steps.text }}
{%- endmacro %}

{#- Old digraphs, a mark that no name holds, and the letters of today (Soewandi 1947, EYD 1972). -#}
{% macro name_digraphs() -%}
    {{ return([
        ('OE', '1', 'U'), ('TJ', '2', 'C'), ('DJ', '3', 'J'), ('NJ', '4', 'NY'), ('SJ', '5', 'SY'),
        ('CH', '6', 'KH'),
    ]) }}
{%- endmacro %}

{#- The digraphs of the old spelling in one pass: marks keep one rule from feeding the next. Lone J
    and Y stay, for they may be old or new; `name_sound` takes them as one. -#}
{% macro name_ejaan_lama(text) -%}
    {%- set steps = namespace(text=text) -%}
    {%- for old, mark, modern in name_digraphs() -%}
        {%- set steps.text = "replace(" ~ steps.text ~ ", '" ~ old ~ "', '" ~ mark ~ "')" -%}
    {%- endfor -%}
    {%- for old, mark, modern in name_digraphs() -%}
        {%- set steps.text = "replace(" ~ steps.text ~ ", '" ~ mark ~ "', '" ~ modern ~ "')" -%}
    {%- endfor -%}
    {{ steps.text }}
{%- endmacro %}

{#- The first word of a standard name that tells people apart: Balinese particles and birth-order
    names, Muhammad, Siti and Abdul count only where nothing follows them. -#}
{% macro name_first_telling(name) -%}
    {%- set weak = '^((' ~ name_words('kata_lemah') ~ ') )+([A-Z])' -%}
    {{ first_word(replace_all(name, weak, '\\3')) }}
{%- endmacro %}

{#- Whether a standard name holds no word that tells people apart (NI MADE, MUHAMMAD). -#}
{% macro name_is_weak(name) -%}
    {{ matches(name, '((' ~ name_words('kata_lemah') ~ ')( |$))+') }}
{%- endmacro %}

{#- A key of how a standard name sounds: written together, without H and doubled letters; P, F and V,
    J, Y, Z and I, O and U, K, Q, X and C, AE and AI, N and NG, S and SY are one each. -#}
{% macro name_sound(name) -%}
    {%- set steps = namespace(text="replace(" ~ name ~ ", 'SY', 'S')") -%}
    {%- set steps.text = "translate(" ~ steps.text ~ ", 'FVJYZOQXCH ', 'PPIIIUKKK')" -%}
    {%- for old, new in [('AE', 'AI'), ('NG', 'N')] -%}
        {%- set steps.text = "replace(" ~ steps.text ~ ", '" ~ old ~ "', '" ~ new ~ "')" -%}
    {%- endfor -%}
    {%- for letter in 'AIUELNMRSTDKBPG' -%}
        {%- set steps.text = "replace(" ~ steps.text ~ ", '" ~ letter ~ letter ~ "', '" ~ letter ~ "')" -%}
    {%- endfor -%}
    {{ steps.text }}
{%- endmacro %}
