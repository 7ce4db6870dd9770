#include "pipeline/row_fate.h"

namespace segue::pipeline {

std::string_view text_of(Fate fate) {
  switch (fate) {
    case Fate::play:
      return "play";
    case Fate::merged:
      return "merged";
    case Fate::known:
      return "known";
    case Fate::other_kind:
      return "other kind";
    case Fate::no_play:
      return "no play";
    case Fate::rejected:
      return "rejected";
    case Fate::refused:
      return "refused";
    case Fate::not_built:
      return "not built";
  }
  return "";
}

}  // namespace segue::pipeline
