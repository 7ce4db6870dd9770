{{ fold('int_fold_04_account_end') }}
