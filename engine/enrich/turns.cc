#include "enrich/turns.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"

namespace sojourn {
namespace {

namespace json = simdjson::ondemand;

bool same_word(std::string_view word, std::string_view text) {
  return std::ranges::equal(word, text, [](char a, char b) { return a == lower_ascii(b); });
}

double sentiment_of_name(std::string_view name) {
  if (same_word("positive", name)) return 1;
  if (same_word("negative", name)) return -1;
  if (same_word("neutral", name) || same_word("mixed", name)) return 0;
  return SpokenTurn::kNotGiven;
}

// False where the text is not JSON from here on; what is of another kind leaves `out` as it is.
bool read_sentiment(json::value value, double& out) {
  json::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  std::string_view name;
  double number = 0;
  if (type == json::json_type::string) {
    if (value.get_string().get(name) != simdjson::SUCCESS) return false;
    out = sentiment_of_name(name);
  } else if (type == json::json_type::number) {
    if (value.get_double().get(number) == simdjson::SUCCESS && number >= -1 && number <= 1) out = number;
  }
  return true;
}

bool read_text(json::value value, std::string_view& out) {
  json::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  return type != json::json_type::string || value.get_string().get(out) == simdjson::SUCCESS;
}

bool read_time(json::value value, std::optional<int64_t>& out) {
  json::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  int64_t number = 0;
  if (type == json::json_type::number && value.get_int64().get(number) == simdjson::SUCCESS && number >= 0)
    out = number;
  return true;
}

}  // namespace

struct TurnsReader::Impl {
  json::parser parser;
  std::vector<char> padded;
  std::vector<SpokenTurn> turns;
  size_t skipped = 0;

  bool read_array(json::array array);
  bool read_turn(json::object object);
};

TurnsReader::TurnsReader() : impl_(std::make_unique<Impl>()) {}
TurnsReader::~TurnsReader() = default;
size_t TurnsReader::skipped() const { return impl_->skipped; }

bool TurnsReader::Impl::read_array(json::array array) {
  for (auto item : array) {
    json::value value;
    json::json_type type{};
    if (std::move(item).get(value) != simdjson::SUCCESS || value.type().get(type) != simdjson::SUCCESS) return false;
    if (type != json::json_type::object) {
      ++skipped;
      continue;
    }
    json::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS || !read_turn(object)) return false;
  }
  return true;
}

bool TurnsReader::Impl::read_turn(json::object object) {
  SpokenTurn turn;
  std::string_view role;
  for (auto item : object) {
    json::field field;
    std::string_view key;
    if (std::move(item).get(field) != simdjson::SUCCESS || field.unescaped_key().get(key) != simdjson::SUCCESS) {
      return false;
    }
    bool sound = true;
    if (key == "role") sound = read_text(field.value(), role);
    if (key == "text") sound = read_text(field.value(), turn.text);
    if (key == "from_ms") sound = read_time(field.value(), turn.from_ms);
    if (key == "to_ms") sound = read_time(field.value(), turn.to_ms);
    if (key == "sentiment") sound = read_sentiment(field.value(), turn.given);
    if (!sound) return false;
  }
  turn.text = trim(turn.text);
  if (turn.text.empty()) {
    ++skipped;
    return true;
  }
  turn.speaker = speaker_of_role(role);
  if (turn.from_ms && turn.to_ms && *turn.to_ms < *turn.from_ms) turn.to_ms.reset();
  turns.push_back(turn);
  return true;
}

Result<std::span<const SpokenTurn>> TurnsReader::read(std::string_view text) {
  Impl& impl = *impl_;
  impl.turns.clear();
  impl.skipped = 0;
  const size_t needed = text.size() + simdjson::SIMDJSON_PADDING;
  if (impl.padded.size() < needed) impl.padded.resize(needed * 2);
  if (!text.empty()) std::memcpy(impl.padded.data(), text.data(), text.size());
  std::memset(impl.padded.data() + text.size(), 0, simdjson::SIMDJSON_PADDING);
  json::document document;
  json::array array;
  const auto at_end = [&document] { return document.current_location().error() == simdjson::OUT_OF_BOUNDS; };
  const bool sound =
      impl.parser.iterate(impl.padded.data(), text.size(), impl.padded.size()).get(document) == simdjson::SUCCESS &&
      document.get_array().get(array) == simdjson::SUCCESS && impl.read_array(array) && at_end();
  if (!sound) {
    impl.turns.clear();
    return Status::invalid("is no array of turns: [{\"role\":\"customer\",\"text\":\"...\"}, ...]", "turns");
  }
  return std::span<const SpokenTurn>(impl.turns);
}

void customer_text(std::span<const SpokenTurn> turns, std::string& out) {
  const bool known =
      std::ranges::any_of(turns, [](const SpokenTurn& turn) { return turn.speaker != Speaker::kUnknown; });
  const Speaker wanted = known ? Speaker::kCustomer : Speaker::kUnknown;
  out.clear();
  for (const SpokenTurn& turn : turns) {
    if (turn.speaker != wanted) continue;
    if (!out.empty()) out.push_back('\n');
    out.append(turn.text);
  }
}

}  // namespace sojourn
