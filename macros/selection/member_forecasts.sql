{# The forecasts that the ensemble is the mean of, out of the CTEs single_forecasts and
   ensemble_members. #}
{% macro member_forecasts() -%}
    select single_forecasts.*

    from single_forecasts

    inner join ensemble_members
        on
            single_forecasts.candidate = ensemble_members.candidate
            and single_forecasts.product_group = ensemble_members.product_group
            and single_forecasts.demand_class = ensemble_members.demand_class
            and single_forecasts.cutoff_month = ensemble_members.cutoff_month
{%- endmacro %}
