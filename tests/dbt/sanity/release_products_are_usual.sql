{{ blocking_check('release_products_are_usual') }}
