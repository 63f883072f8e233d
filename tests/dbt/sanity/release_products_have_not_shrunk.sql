{{ blocking_check('release_products_have_not_shrunk') }}
