#include "boards/share.h"

#include <algorithm>

#include "access/secret.h"
#include "base/encoding.h"
#include "timelines/filter_lexer.h"

namespace sojourn {
namespace {

using boards::Json;
using boards::JsonFields;

constexpr size_t kIdBytes = 8;
constexpr size_t kShareBytesMax = 64 * 1024;
constexpr size_t kShareTextMax = 32 * 1024;

}  // namespace

Result<Share> ShareKind::parse(std::string_view text, std::string_view name) {
  SOJOURN_TRY(const Json json, boards::parse_bounded_json(text, "a share", kShareBytesMax));
  const JsonFields fields(json, "");
  Share share;
  share.name = name;
  SOJOURN_CHECK(fields.text("board", kShareTextMax, share.board));
  SOJOURN_CHECK(fields.text("token_hash", kShareTextMax, share.token_hash));
  SOJOURN_CHECK(fields.text("password_hash", kShareTextMax, share.password_hash));
  SOJOURN_CHECK(fields.text("where", kShareTextMax, share.where));
  SOJOURN_CHECK(fields.text("scope", kShareTextMax, share.scope));
  SOJOURN_CHECK(fields.text("made_by", kShareTextMax, share.made_by));
  for (const auto& [key, into] : {std::pair("made_at", &share.made_at), std::pair("expires", &share.expires)}) {
    if (!fields.has(key) || !fields[key].is_number_integer()) return fields.missing(key);
    *into = fields[key].get<Micros>();
  }
  return share;
}

std::string ShareKind::text(const Share& share) {
  return boards::text_of({{"board", share.board},
                          {"token_hash", share.token_hash},
                          {"password_hash", share.password_hash},
                          {"where", share.where},
                          {"scope", share.scope},
                          {"made_by", share.made_by},
                          {"made_at", share.made_at},
                          {"expires", share.expires}});
}

Result<std::unique_ptr<ShareBook>> ShareBook::open(Store& store) {
  std::unique_ptr<ShareBook> book(new ShareBook(store));
  SOJOURN_CHECK(book->shares_.load());
  return book;
}

std::vector<ShareBook::Pointer> ShareBook::of(std::string_view board) const {
  std::vector<Pointer> all = shares_.list();
  std::erase_if(all, [board](const Pointer& each) { return each->board != board; });
  std::stable_sort(all.begin(), all.end(), [](const Pointer& a, const Pointer& b) { return a->made_at > b->made_at; });
  return all;
}

Result<ShareBook::Made> ShareBook::make(Share share) {
  SOJOURN_CHECK(ready_for_secrets());
  Made made;
  made.token = random_word(kShareTokenBytes);
  share.name = random_word(kIdBytes);
  share.token_hash = secret_hash(made.token);
  SOJOURN_TRY(made.share, shares_.put(share));
  return made;
}

Status ShareBook::remove(std::string_view board, std::string_view id) {
  return shares_.remove(id, [&](const Share& share) -> Status {
    if (share.board == board) return {};
    return boards::DocumentBook<ShareKind>::missing(id, {});
  });
}

Status ShareBook::remove_all(std::string_view board) {
  for (const Pointer& each : of(board)) SOJOURN_CHECK(shares_.remove(each->name));
  return {};
}

Result<size_t> ShareBook::remove_made_by(std::string_view account) {
  size_t removed = 0;
  for (const Pointer& each : shares_.list()) {
    if (account.empty() || each->made_by != account) continue;
    SOJOURN_CHECK(shares_.remove(each->name));
    ++removed;
  }
  return removed;
}

Result<ShareBook::Pointer> ShareBook::opened_by(std::string_view token, Micros now) const {
  const std::string hash = secret_hash(token);
  for (const Pointer& each : shares_.list()) {
    if (same_secret(each->token_hash, hash) && !each->over(now)) return each;
  }
  return gone();
}

Status ShareBook::gone() {
  return Status::not_found("this address opens nothing, or nothing any more: ask for a new one", "token");
}

// Expanded, a segment is segment("name", filter): what comes before the filter becomes a bracket.
Result<std::string> written_out(const std::string& filter, const FindSegment& find) {
  if (segments_in(filter).empty()) return filter;
  SOJOURN_TRY(const std::string expanded, expand_segments(filter, find));
  SOJOURN_TRY(const std::vector<FilterToken> tokens, lex_filter(expanded));
  std::string out;
  size_t done = 0;
  for (size_t i = 0; i + 3 < tokens.size(); ++i) {
    if (fold_case(tokens[i].text) != "segment" || tokens[i].type != FilterToken::Type::kWord) continue;
    if (tokens[i + 2].type != FilterToken::Type::kString || tokens[i + 3].text != ",") continue;
    out.append(expanded, done, tokens[i].begin - done).append("(");
    done = tokens[i + 3].end;
    i += 3;
  }
  out.append(expanded, done);
  return out;
}

}  // namespace sojourn
