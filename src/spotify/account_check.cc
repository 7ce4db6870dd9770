#include "spotify/account_check.h"

#include <fmt/core.h>

#include <optional>

#include "base/error.h"
#include "base/log.h"

namespace segue::spotify {
namespace {

using base::Error;
using base::Fault;

// In capture's lane, which goes first: it is one call for each login, and capturing plays depends on it.
const Call kWhose{"GET", kMe, "", Lane::capture};

std::optional<KnownLogin> known_in(const KeptLogin& login, const std::string& user) {
  if (login.consent)
    return KnownLogin{user, login.consent->client_id, login.consent->account, login.consent->authorised_at, true};
  if (login.ended)
    return KnownLogin{user, login.ended->client_id, login.ended->account, login.ended->authorised_at, false};
  return std::nullopt;
}

// Returns the logins of the home and the keeper's own, because the function's parameter is not in the home.
std::vector<KnownLogin> known_at(const LoginPlace& place) {
  auto known = known_logins(place.home);
  try {
    if (const auto own = known_in({place.keeper.consent(), place.keeper.ended()}, place.user)) known.push_back(*own);
  } catch (const Error& error) {
    if (error.fault() != Fault::login) throw;  // a consent that cannot be opened is replaced by the new one
  }
  return known;
}

// Returns "GET /v1/me: status 403: …" with its exit code.
Error refusal_in(const Reply& reply) {
  try {
    refuse(kWhose, reply);
  } catch (const Error& error) {
    return error;
  }
}

// Asks whose account an older consent is, so that the new login can be compared with it.
void try_to_ask(const LoginPlace& place) {
  try {
    const auto consent = place.keeper.consent();
    if (!consent || consent->account.is_known()) return;
    const auto account = account_in(place.api.once(kWhose).body);
    if (account.is_known()) place.keeper.keep_account(account);
  } catch (const Error& error) {
    // A consent that has ended or cannot be refreshed does not say whose it is; the new one replaces it.
    spdlog::debug("the account of the earlier login cannot be asked for: {}", error.what());
  }
}

[[noreturn]] void refuse_other(const LoginClaim& claim, const Account& before) {
  throw Error(
      Fault::login,
      fmt::format("this login is of {}, but the plays of {} are those of {}: nothing has changed. Sign the browser in "
                  "to Spotify as the latter and run `segue login` again. Keep somebody else's plays under another "
                  "name: `segue login --user NAME`. If {} has moved to the other account, run `segue login "
                  "--switch-account`; its plays are then added to the history of {}, and the plays there stay",
                  shown(claim.account), claim.user, shown(before), claim.user, claim.user));
}

}  // namespace

Account account_of(const std::vector<KnownLogin>& known, const std::string& user) {
  const KnownLogin* newest = nullptr;
  for (const KnownLogin& one : known)
    if (one.user == user && one.account.is_known() && (newest == nullptr || one.authorised_at > newest->authorised_at))
      newest = &one;
  return newest == nullptr ? Account{} : newest->account;
}

void hold_to_account(const std::vector<KnownLogin>& known, const LoginClaim& claim) {
  for (const KnownLogin& one : known)
    if (one.user != claim.user && one.is_live && is_same(one.account, claim.account))
      throw Error(
          Fault::login,
          fmt::format("{} is logged in as {} already, and its plays would be counted twice: nothing has changed. Sign "
                      "the browser in to the account of {} and run `segue login --user {}` again. If the account "
                      "belongs to {}, delete secrets/{}.{}.consent.sealed in the segue home first",
                      shown(claim.account), one.user, claim.user, claim.user, claim.user, one.user, one.client_id));
  const Account before = account_of(known, claim.user);
  if (before.is_known() && !claim.may_switch && !is_same(before, claim.account)) refuse_other(claim, before);
}

std::vector<KnownLogin> known_logins(const base::SealedFiles& secrets) {
  constexpr std::string_view kEnding = ".consent";
  std::vector<KnownLogin> known;
  for (const std::string& name : secrets.names()) {
    if (!name.ends_with(kEnding)) continue;
    try {
      const auto json = secrets.get(name);
      if (!json) continue;
      if (auto one = known_in(login_in(*json), name.substr(0, name.find('.')))) known.push_back(*one);
    } catch (const Error& error) {
      spdlog::debug("{} is sealed by another key: {}", name, error.what());
    }
  }
  return known;
}

void keep_login(const LoginPlace& place, const TokenAnswer& answer, bool may_switch) {
  try_to_ask(place);
  const auto known = known_at(place);
  const Reply reply = place.api.patiently_with(answer.access_token, kWhose);
  const Account account = reply.is_good() ? account_in(reply.body) : Account{};
  if (account.is_known()) {
    hold_to_account(known, {place.user, account, may_switch});
    const Account before = account_of(known, place.user);
    return place.keeper.keep_new(answer, is_same(account, before) ? merged(account, before) : account);
  }
  const Error why =
      reply.is_good() ? Error(Fault::upstream, "GET /v1/me: the answer names no account") : refusal_in(reply);
  const Account before = account_of(known, place.user);
  if (before.is_known())
    throw Error(why.fault(), fmt::format("segue cannot ask whose account this login is ({}): nothing has changed, and "
                                         "{} stays {}; run `segue login` again later",
                                         why.what(), place.user, shown(before)));
  place.keeper.keep_new(answer);
  throw Error(why.fault(), fmt::format("the login of {} is kept, but segue cannot ask yet whose account it is ({}); "
                                       "the next command that uses the login asks again",
                                       place.user, why.what()));
}

void ask_once_whose(const LoginPlace& place) {
  const auto consent = place.keeper.consent();
  if (!consent || consent->account.is_known()) return;
  const Reply reply = place.api.once(kWhose);
  const Account account = reply.is_good() ? account_in(reply.body) : Account{};
  if (!account.is_known()) return;
  hold_to_account(known_at(place), {place.user, account, false});
  place.keeper.keep_account(account);
}

}  // namespace segue::spotify
