with

known as (
    select
        *, case when not is_found then sold_units end as unfound_units,
        case when not is_planted then sold_units end as unplanted_units
    from product_months
    where list_contains($businesses, business)
),

earlier as (
    select
        *, last_value(unfound_units ignore nulls) over product as last_unfound,
        last_value(unplanted_units ignore nulls) over product as last_unplanted,
        avg(unfound_units) over year_before as mean_unfound,
        avg(unplanted_units) over year_before as mean_unplanted
    from known
    window
        product as (
            partition by business, seed, product_id order by demand_month
            rows unbounded preceding
        ),
        year_before as (
            partition by business, seed, product_id order by demand_month
            rows between 12 preceding and 1 preceding
        )
),

-- Where no month was kept before, there is nothing to take but what was sold.
estimates as (
    select
        earlier.business, methods.rank, methods.method, earlier.in_stock, earlier.latent_units,
        case methods.rank
            when 1 then demand_units
            when 2 then sold_units
            when 3 then coalesce(last_unfound, sold_units)
            when 4 then coalesce(unfound_units, mean_unfound, last_unfound, sold_units)
            when 5 then coalesce(last_unplanted, sold_units)
            when 6 then coalesce(unplanted_units, mean_unplanted, last_unplanted, sold_units)
        end as estimated_units
    from earlier
    cross join (
        values
        (1, 'Restock'), (2, 'no cleaning'),
        (3, 'last kept month, found'), (4, 'mean of kept months, found'),
        (5, 'last kept month, planted'), (6, 'mean of kept months, planted')
    ) as methods (rank, method)
),

errors as (
    select
        business, rank, method, in_stock,
        case $measure
            when 'wape' then wape(estimated_units, latent_units)
            when 'bias' then bias(estimated_units, latent_units)
        end as error
    from estimates
    group by grouping sets ((business, rank, method, in_stock), (business, rank, method))
)

select
    business as stock_counts, method,
    max(error) filter (in_stock is null) as all_months,
    max(error) filter (in_stock = 'always') as in_stock,
    max(error) filter (in_stock = '80% and more') as "80% and more",
    max(error) filter (in_stock = '50% to 80%') as "50% to 80%",
    max(error) filter (in_stock = '20% to 50%') as "20% to 50%",
    max(error) filter (in_stock = 'under 20%') as "under 20%"
from errors
group by business, rank, method
order by list_position($businesses, business), rank
