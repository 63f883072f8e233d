with

wanted_fits as (

    select * from {{ ref('int_wanted_fits') }}

),

stored_fits as (

    {% for candidate in candidates_with_training('per product') -%}
        select
            fit_id,
            artifact,
            failure,
            training_seconds
        from {{ ref('ml_' ~ candidate ~ '_models') }}
        {%- if not loop.last %} union all {% endif %}
    {% endfor %}

),

fits as (

    select
        wanted_fits.fit_id,
        wanted_fits.candidate,
        wanted_fits.product_id,
        stored_fits.artifact,
        stored_fits.failure,
        stored_fits.training_seconds,
        wanted_fits.cutoff_month

    from wanted_fits

    inner join stored_fits on wanted_fits.fit_id = stored_fits.fit_id

)

select * from fits
