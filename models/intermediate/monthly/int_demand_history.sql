with

demand_monthly as (

    select * from {{ ref('int_demand_monthly') }}

),

lineage as (

    select * from {{ ref('int_lineage') }}

),

handed_on as (

    -- Up to the month of the launch, which both may share.
    select
        lineage.product_id,
        lineage.ancestor_id,
        demand_monthly.demand_month,
        demand_monthly.demand_units,
        demand_monthly.training_units,
        case
            when demand_monthly.is_listed and demand_monthly.training_units is null then 1 else 0
        end as is_doubtful

    from lineage

    inner join demand_monthly
        on
            lineage.ancestor_id = demand_monthly.product_id
            and lineage.launch_month >= demand_monthly.demand_month

),

inherited as (

    select
        product_id,
        max(ancestor_id) as inherited_from,
        demand_month,
        sum(demand_units) as demand_units,
        sum(training_units) as training_units,
        max(is_doubtful) as is_doubtful

    from handed_on

    group by product_id, demand_month

),

joined as (

    select
        coalesce(demand_monthly.product_id, inherited.product_id) as product_id,
        coalesce(demand_monthly.demand_month, inherited.demand_month) as demand_month,
        inherited.inherited_from,
        demand_monthly.selling_days,
        demand_monthly.gross_units,
        case
            when demand_monthly.product_id is null then inherited.demand_units
            else demand_monthly.demand_units + coalesce(inherited.demand_units, 0)
        end as demand_units,
        case
            when inherited.is_doubtful = 1 then null
            when demand_monthly.product_id is null then inherited.training_units
            else demand_monthly.training_units + coalesce(inherited.training_units, 0)
        end as training_units,
        demand_monthly.unit_price,
        demand_monthly.promotion_share,
        demand_monthly.product_id is null as is_inherited

    from demand_monthly

    full outer join inherited
        on
            demand_monthly.product_id = inherited.product_id
            and demand_monthly.demand_month = inherited.demand_month

),

aged as (

    select
        *,
        row_number() over (partition by product_id order by demand_month) - 1 as age_months
    from joined

)

select * from aged
