// How it works: every session that shares an item with the context gets the weights of the shared items, which are
// greater for late items of the context and for rare items. The `nearest` best sessions then vote for their items; an
// item counts less the further it is from the session's matched item, the shared item that is latest in the context.
#include "evaluation/session_knn.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>
#include <unordered_set>

#include "evaluation/baselines.h"
#include "evaluation/ranking.h"

namespace segue::evaluation {
namespace {

struct Standing {
  std::uint32_t session, position;
};

// Returns for each item the sessions that it is in, with its last position in each.
std::vector<std::vector<Standing>> standings(const std::vector<List>& sessions, std::size_t items) {
  std::vector<std::vector<Standing>> where(items);
  for (std::uint32_t session = 0; session < sessions.size(); ++session)
    for (std::uint32_t position = 0; position < sessions[session].size(); ++position) {
      auto& of_item = where[sessions[session][position]];
      if (!of_item.empty() && of_item.back().session == session)
        of_item.back().position = position;
      else
        of_item.push_back({session, position});
    }
  return where;
}

struct Neighbour {
  std::uint32_t session, matched;
  double weight;
};

// Answers questions; one object per thread.
class Asking {
 public:
  Asking(const std::vector<List>& sessions, const std::vector<std::vector<Standing>>& where,
         const std::vector<std::uint32_t>& order, const SessionKnnOptions& options)
      : sessions_(sessions),
        where_(where),
        order_(order),
        options_(options),
        place_(sessions.size(), 0),
        scores_(where.size()) {}

  List answer(const Question& question, const Asked& asked) {
    gather(question.context);
    const auto is_nearer = [](const Neighbour& a, const Neighbour& b) {
      // Of equal sessions the later one in the set wins.
      return a.weight != b.weight ? a.weight > b.weight : a.session > b.session;
    };
    if (near_.size() > options_.nearest) {
      std::nth_element(near_.begin(), near_.begin() + static_cast<std::ptrdiff_t>(options_.nearest), near_.end(),
                       is_nearer);
      near_.resize(options_.nearest);
    }
    for (const Neighbour& one : near_) {
      const List& session = sessions_[one.session];
      for (std::uint32_t p = 0; p < session.size(); ++p) {
        if (p == one.matched) continue;
        const std::uint32_t apart = p > one.matched ? p - one.matched : one.matched - p;
        scores_.add(session[p], one.weight * std::pow(options_.distance_decay, apart - 1));
      }
    }
    return scores_.take_best(asked.most, asked.repeats ? List{} : question.context, order_);
  }

 private:
  void gather(const List& context) {
    near_.clear();
    std::unordered_set<Item> seen;
    double weight = 1;
    for (auto item = context.rbegin(); item != context.rend(); ++item, weight *= options_.context_decay) {
      if (!seen.insert(*item).second) continue;
      const auto& standing = where_[*item];
      if (standing.empty()) continue;
      const double rarity = std::pow(
          std::log(static_cast<double>(sessions_.size() + 1) / static_cast<double>(standing.size())), options_.rarity);
      for (const Standing& one : standing) {
        std::uint32_t& place = place_[one.session];
        if (place == 0) {
          // The context is read backwards, so the first shared item that is found is the latest.
          near_.push_back({one.session, one.position, 0});
          place = static_cast<std::uint32_t>(near_.size());
        }
        near_[place - 1].weight += weight * rarity;
      }
    }
    for (Neighbour& one : near_) {
      place_[one.session] = 0;
      one.weight /= std::pow(static_cast<double>(sessions_[one.session].size()), options_.length_exponent);
    }
  }

  const std::vector<List>& sessions_;
  const std::vector<std::vector<Standing>>& where_;
  const std::vector<std::uint32_t>& order_;
  const SessionKnnOptions options_;
  std::vector<std::uint32_t> place_;  // each session's place in near_, from 1; 0 = not there
  std::vector<Neighbour> near_;
  Scores scores_;
};

}  // namespace

Answers session_knn(const std::vector<List>& sessions, std::size_t items, const std::vector<Question>& questions,
                    const Asked& asked, const SessionKnnOptions& options) {
  const auto where = standings(sessions, items);
  const auto order = popularity_order(sessions, items);
  Answers answers(questions.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    Asking asking(sessions, where, order, options);
    for (std::size_t q; (q = next++) < questions.size();) answers[q] = asking.answer(questions[q], asked);
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < options.threads; ++t) others.emplace_back(work);
  work();
  return answers;
}

}  // namespace segue::evaluation
