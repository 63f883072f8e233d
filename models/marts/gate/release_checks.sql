with

measured_checks as (

    select * from {{ ref('int_measured_checks') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

waivers as (

    select distinct
        check_name,
        {{ month_of('cutoff_month') }} as cutoff_month
    from {{ ref('waivers') }}

),

named as (

    {% for check_name, check in gate_checks().items() -%}
        select
            {{ loop.index }} as check_number,
            '{{ check_name }}' as check_name,
            '{{ check["figure"] }}' as figure_name,
            {{ check['waivable'] }} as is_waivable
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

judged as (

    select
        named.check_number,
        named.check_name,
        named.figure_name,
        measured_checks.product_group,
        measured_checks.product_id,
        round(measured_checks.figure, 6) as figure,
        round(measured_checks.bound, 6) as bound,
        coalesce(round(measured_checks.figure, 6) <= round(measured_checks.bound, 6), true)
            as is_within_bound,
        named.is_waivable and waivers.check_name is not null as has_waiver,
        cutoffs.cutoff_month

    from named

    inner join cutoffs on cutoffs.cutoff_kind = 'production'

    left join measured_checks on named.check_name = measured_checks.check_name

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
        case
            when figure is null then 'nothing to measure'
            else
                cast(round(figure, 3) as varchar) || ' ' || figure_name
                || coalesce(', at most ' || cast(round(bound, 3) as varchar), ', no bound yet')
                || coalesce(', product ' || product_id, '')
                || coalesce(', product group ' || nullif(product_group, 'all'), '')
        end as finding,
        figure,
        bound,
        has_waiver and not is_within_bound as is_waived,
        has_waiver or is_within_bound as is_passed,
        cutoff_month

    from judged

)

select * from final
