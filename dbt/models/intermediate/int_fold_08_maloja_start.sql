{{ fold('int_fold_08_maloja_start') }}
