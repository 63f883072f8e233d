{% set features = feature_columns(ref('feat_forecast_inputs')) %}

with

series_fingerprints as (

    select * from {{ ref('int_series_fingerprints') }}

),

training_examples as (

    select * from {{ ref('int_training_examples') }}

),

cutoffs as (

    select * from {{ ref('int_cutoffs') }}

),

series as (

    select
        training_data,
        sum({{ fingerprint(['product_id', 'series_fingerprint']) }}) as training_fingerprint,
        count(*) as training_rows,
        cutoff_month

    from series_fingerprints

    group by training_data, cutoff_month

),

example_months as (

    select
        target_month,
        sum({{ fingerprint(
            ['product_id', 'cutoff_month', 'horizon', 'demand_units'] + features
        ) }}) as month_fingerprint,
        count(*) as example_count

    from training_examples

    group by target_month

),

examples as (

    select
        cutoffs.cutoff_month,
        sum(example_months.month_fingerprint) as training_fingerprint,
        sum(example_months.example_count) as training_rows

    from cutoffs

    left join example_months on cutoffs.cutoff_month >= example_months.target_month

    group by cutoffs.cutoff_month

),

unioned as (

    select
        training_data,
        cast(training_fingerprint as varchar) as training_fingerprint,
        cast(training_rows as bigint) as training_rows,
        cutoff_month

    from series

    union all

    select
        'examples' as training_data,
        coalesce(cast(training_fingerprint as varchar), 'none') as training_fingerprint,
        cast(coalesce(training_rows, 0) as bigint) as training_rows,
        cutoff_month

    from examples

)

select * from unioned
