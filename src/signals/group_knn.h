// Artists, or albums, that are in lists with those of the context; an item has its group's score.
#pragma once
#include <span>
#include <vector>

#include "signals/nearest_table.h"
#include "signals/signal.h"

namespace segue::signals {

// Which group each item belongs to, and the items of each group.
class Groups {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  explicit Groups(std::vector<std::uint32_t> group_of);
  std::size_t size() const { return starts_.size() - 1; }
  std::uint32_t of(Item item) const { return group_of_[item]; }  // kNone = not known
  std::span<const Item> members(std::uint32_t group) const {
    return std::span(members_).subspan(starts_[group], starts_[group + 1] - starts_[group]);
  }

 private:
  std::vector<std::uint32_t> group_of_;
  std::vector<Item> members_;
  std::vector<std::uint64_t> starts_;
};

// A list holds a group with the value ln(1 + its items of the group). A group is near itself.
NearestTable group_table(std::span<const List> lists, const Groups& groups, NearestOptions options);

class GroupKnn final : public Signal {
 public:
  GroupKnn(const NearestTable& table, const Groups& groups) : table_(table), groups_(groups), scores_(groups.size()) {}
  void look_at(const ListContext& context) override;
  // The groups' items in order of their numbers; a context of many groups is cut at 50 groups.
  std::vector<ScoredItem> best(std::size_t most, const ItemSet& left_out) const override;
  float score(Item item) const override { return groups_.of(item) == Groups::kNone ? 0 : scores_[groups_.of(item)]; }
  // Returns the greatest score of a group.
  float nearest() const;

 private:
  const NearestTable& table_;
  const Groups& groups_;
  Scores scores_;  // by group
};

}  // namespace segue::signals
