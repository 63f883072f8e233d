{% set checks = gate_checks() %}

with

{% for kind in ['exact', 'highest', 'learned'] -%}
    {{ kind }}_checks as (

        select * from {{ ref('int_' ~ kind ~ '_checks') }}

    ),

{% endfor -%}

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

waivers as (

    select * from {{ ref('waivers') }}

),

named as (

    {% for check_name, check in checks.items() -%}
        select
            {{ loop.index }} as check_number,
            '{{ check_name }}' as check_name,
            '{{ check["figure"] | replace("'", "''") }}' as figure_name,
            {{ check['waivable'] }} as is_waivable
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

measured as (

    select
        check_name,
        cast(null as varchar) as product_group,
        product_id,
        figure,
        bound
    from exact_checks

    union all

    select
        check_name,
        cast(null as varchar) as product_group,
        product_id,
        figure,
        bound
    from highest_checks

    union all

    select
        check_name,
        product_group,
        cast(null as varchar) as product_id,
        figure,
        bound
    from learned_checks

),

judged as (

    select
        named.check_number,
        named.check_name,
        measured.product_group,
        measured.product_id,
        case
            when measured.figure is null then 'nothing to measure'
            else
                cast(round(measured.figure, 3) as varchar) || ' ' || named.figure_name
                || coalesce(
                    '; at most ' || cast(round(measured.bound, 3) as varchar), '; no bound yet'
                )
                || coalesce(', product ' || measured.product_id, '')
                || coalesce(', product group ' || nullif(measured.product_group, 'all'), '')
        end as finding,
        measured.figure,
        measured.bound,
        coalesce(measured.figure <= measured.bound, true) as is_within_bound,
        named.is_waivable and waivers.check_name is not null as has_waiver,
        cutoffs.cutoff_month

    from named

    inner join cutoffs on cutoffs.cutoff_kind = 'production'

    left join measured on named.check_name = measured.check_name

    left join waivers
        on
            named.check_name = waivers.check_name
            and cutoffs.cutoff_month = waivers.cutoff_month

),

final as (

    select
        check_number,
        check_name,
        product_group,
        product_id,
        finding,
        round(figure, 6) as figure,
        round(bound, 6) as bound,
        has_waiver and not is_within_bound as is_waived,
        has_waiver or is_within_bound as is_passed,
        cutoff_month

    from judged

)

select * from final
