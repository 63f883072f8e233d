with

release_candidates as (

    select * from {{ ref('release_candidates') }}

),

multiples as (

    select
        product_id,
        model_forecast_units / nullif(highest_month_units, 0) as figure

    from release_candidates

),

ranked as (

    select
        product_id,
        figure,
        row_number() over (order by figure desc, product_id asc) as place

    from multiples

    where figure is not null

),

highest as (

    select
        'release_within_history' as check_name,
        product_id,
        figure,
        cast({{ var('max_times_highest_month') }} as double) as bound

    from ranked

    where place = 1

)

select * from highest
