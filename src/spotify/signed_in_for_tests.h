// For tests: a Web API that is logged in and whose answers are scripted.
#pragma once
#include "base/secrets.h"
#include "base/temporary_folder_for_tests.h"
#include "http/scripted_client_for_tests.h"
#include "spotify/web_api.h"

namespace segue::spotify {

struct SignedIn {
  SignedIn() { keeper.keep_new({"token", "refresh-1", "scope", 3600}); }

  const base::TemporaryFolder folder;
  base::ManualClock clock{base::from_ms(1'795'536'000'000)};  // 2026-11-24T16:00:00Z, a Tuesday
  base::SealedFiles secrets{folder.path() / "secrets", std::string(32, 'k')};
  http::ScriptedClient client;
  TokenKeeper keeper{client, secrets, clock, {"client", "", "https://accounts.example"}, "me", folder.path() / "lock"};
  std::vector<std::chrono::milliseconds> waits;
  MemoryCalls calls;
  Quota quota{calls, clock, Caps{}};
  const WebApi::Wait wait_ = [this](std::chrono::milliseconds wait) {
    waits.push_back(wait);
    clock.advance(wait);
  };
  WebApi api{client, keeper, "https://api.example", quota, clock, wait_};
};

}  // namespace segue::spotify
