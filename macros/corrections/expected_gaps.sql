{#
    Number of gaps of at least gap_days open days without a sale that chance alone makes in
    open_days days, on each of which the product sells with probability selling_share or more:

    open_days * p * (1 - p) ^ gap_days, p = max(selling_share, 1 / (gap_days + 1))

    (a gap begins after a day with a sale, so under the second share, where the product is highest,
    gaps get fewer again: for want of sales, not because they are strange). Runs of failures in
    Bernoulli trials: Feller (1968), An Introduction to Probability Theory and Its Applications I,
    chapter XIII.
#}
{% macro expected_gaps(open_days, selling_share, gap_days) -%}
    {% set share = "greatest(" ~ selling_share ~ ", 1.0 / (" ~ gap_days ~ " + 1))" -%}
    {{ open_days }} * {{ share }} * power(1 - {{ share }}, {{ gap_days }})
{%- endmacro %}
