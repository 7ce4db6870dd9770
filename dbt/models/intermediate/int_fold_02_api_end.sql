{{ fold('int_fold_02_api_end') }}
