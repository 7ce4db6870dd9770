// Selects the rules of all listeners that nobody has undone.
#pragma once

namespace segue::load {

// A subquery to put after `from`. Its rows are rows of segue_raw.rules, its name is r.
inline constexpr const char* kRulesInForce =
    R"sql(
      (
        select *
        from segue_raw.rules a
        where a.action = 'add' and not exists (
          select 1 from segue_raw.rules u
          where u.action = 'undo' and u.user_id = a.user_id and u.rule_id = a.rule_id
        )
      ) r
    )sql";

}  // namespace segue::load
