{# The checks before a release, in the order in which they are told: what the figure is, and
   whether a row of seeds/waivers.csv can waive it. What a release needs in order to be read at all
   cannot be waived. #}
{% macro gate_checks() %}
    {{ return({
        'release_has_candidates': {'figure': 'releases without a unit', 'waivable': true},
        'release_is_complete': {'figure': 'forecasts missing', 'waivable': false},
        'release_numbers_are_sane': {
            'figure': 'forecasts negative, infinite or undefined', 'waivable': false
        },
        'release_intervals_are_ordered': {
            'figure': 'intervals missing or not in order', 'waivable': false
        },
        'release_is_not_older': {
            'figure': 'months before the latest release', 'waivable': false
        },
        'release_is_of_the_expected_month': {
            'figure': 'months from the expected one', 'waivable': true
        },
        'release_is_what_the_models_said': {
            'figure': 'forecasts that are not those of their model', 'waivable': false
        },
        'release_within_history': {
            'figure': 'times the highest month of a product', 'waivable': true
        },
        'release_catalogue_has_not_shrunk': {
            'figure': 'share of the products gone', 'waivable': true
        },
        'release_is_no_copy': {
            'figure': 'share of products with the numbers of the cutoff before', 'waivable': true
        },
        'release_products_are_usual': {
            'figure': 'share of products far from all references', 'waivable': true
        },
        'release_months_are_in_place': {
            'figure': 'times nearer to the other candidates if moved by a month',
            'waivable': true
        },
        'release_totals_near_history': {
            'figure': 'times recent months and last year, or the inverse', 'waivable': true
        },
        'release_totals_near_previous': {
            'figure': 'times the previous release, or the inverse', 'waivable': true
        },
        'release_totals_near_other_candidates': {
            'figure': 'times the other candidates, or the inverse', 'waivable': true
        },
        'release_totals_near_any': {
            'figure': 'times the nearest of all these, or the inverse', 'waivable': true
        },
    }) }}
{% endmacro %}
