with

regressor_months as (

    select * from {{ ref('int_regressor_months') }}

),

planned_regressors as (

    select * from {{ ref('int_planned_regressors') }}

),

holidays as (

    select * from {{ ref('int_holidays') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

holidays_known as (

    select
        cutoffs.cutoff_month,
        sum({{ fingerprint(['holidays.holiday_date', 'holidays.holiday_name']) }})
            as holiday_fingerprint

    from cutoffs

    inner join holidays
        on holidays.holiday_date < {{ add_months('cutoffs.cutoff_month', var('max_horizon') + 1) }}

    group by cutoffs.cutoff_month

),

plans as (

    select
        product_id,
        sum({{ fingerprint(['product_id', 'horizon', 'promotion_share', 'relative_price']) }})
            as plan_fingerprint,
        cutoff_month

    from planned_regressors

    group by product_id, cutoff_month

),

past as (

    select
        product_id,
        sum({{ fingerprint(
            ['product_id', 'demand_month', 'promotion_share', 'relative_price']
        ) }}) over (
            partition by product_id order by demand_month rows unbounded preceding
        ) as regressor_fingerprint,
        is_inherited,
        demand_month

    from regressor_months

),

combined as (

    -- The past of regressors counts where plans tell their future: it is used only there.
    select
        past.product_id,
        coalesce(holidays_known.holiday_fingerprint, 0)
        + coalesce(plans.plan_fingerprint + past.regressor_fingerprint, 0) as outlook_fingerprint,
        cutoffs.cutoff_month

    from past

    inner join cutoffs on past.demand_month = cutoffs.cutoff_month

    left join holidays_known on cutoffs.cutoff_month = holidays_known.cutoff_month

    left join plans
        on past.product_id = plans.product_id and cutoffs.cutoff_month = plans.cutoff_month

    where not past.is_inherited

)

select * from combined
