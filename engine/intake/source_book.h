// Where events come from: each source with its format, its settings, and the keys that may write to it.
//
// Kept      as documents of the record (Store::documents, kind "source"), so that what is set survives everything.
// Keys      are 192 random bits, shown once when made: "sjw_..." for SDKs, "sjh_..." in the address of a webhook. The
//           record holds their SHA-256. A key names its source.
// Secrets   that verify signatures of webhooks must be known again, so they are kept as they are, in the data folder
//           alone, and are never shown.
// Threads   any number; look-ups do not wait for changes on disk.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "collect/event_writer.h"
#include "store/store.h"

namespace sojourn {

struct SourceKey {
  std::string id;      // Short and public: names the key in lists and when it is revoked.
  std::string kind;    // "write": for SDKs. "hook": stands in the address /hooks/{token}.
  std::string digest;  // SHA-256 of the key, hex.
  Micros made = 0;
  std::optional<Micros> revoked;
};

struct SourceSpec {
  std::string name;
  std::string format;  // "tracking" for SDKs, or the id of a format (formats/format.h).
  bool enabled = true;
  std::string zone = "UTC";
  std::string country;
  std::string currency;
  std::string signing_secret;                   // Of webhooks; "" : unsigned ones are taken by their token alone.
  std::map<std::string, std::string> settings;  // Of the format.
  Micros made = 0;
  std::vector<SourceKey> keys;
};

class SourceBook {
 public:
  // `store` is borrowed. Errors: kCorruption, which names the source whose document cannot be read.
  static Result<std::unique_ptr<SourceBook>> open(Store& store);

  std::vector<SourceSpec> list() const;
  // Errors: kNotFound, with near names.
  Result<SourceSpec> find(std::string_view name) const;
  // Makes or replaces all but the keys and the time it was made. Errors: kInvalidArgument (unknown format, zone,
  // country, currency or setting; a secret where the format signs nothing; a name that is empty, longer than
  // limits::kSourceNameBytesMax, with blanks at its ends or with control characters), kLimit.
  Status put(const SourceSpec& spec);
  Status set_enabled(std::string_view name, bool enabled);

  struct NewKey {
    std::string id;
    std::string key;  // Shown this once.
  };
  // `kind`: "write" for sources of format "tracking", "hook" for those of a format that takes webhooks.
  // Errors: kNotFound, kInvalidArgument, kLimit.
  Result<NewKey> make_key(std::string_view source, std::string_view kind);
  // Errors: kNotFound. Holds at once; revoking again is ok.
  Status revoke_key(std::string_view source, std::string_view id);

  // The source that a key opens, enabled or not. Null: no such key, or revoked. Constant in time per key.
  std::shared_ptr<const SourceSpec> by_key(std::string_view key, std::string_view kind) const;

 private:
  explicit SourceBook(Store& store) : store_(store) {}
  Status load();
  // Writes it to the record, then shows it. REQUIRES: changing_ is held.
  Status keep(SourceSpec spec);
  void show(SourceSpec spec);

  Store& store_;
  std::mutex changing_;  // One change at a time; held while the disk is at it.
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const SourceSpec>, std::less<>> sources_;
  std::map<std::string, std::string, std::less<>> by_digest_;  // "write:DIGEST" -> source.
};

// The document that keeps a source, and its reading. Errors: kCorruption; `where` names the source.
std::string source_text(const SourceSpec& spec);
Result<SourceSpec> parse_source(const std::string& name, std::string_view text);

// The checks of SourceBook::put().
Status check_source(const SourceSpec& spec);

// What an EventWriter needs to know of a source.
Result<WriterOptions> writer_options(const SourceSpec& spec);

}  // namespace sojourn
