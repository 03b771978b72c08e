#include "text/word_list.h"

#include <algorithm>
#include <map>

#include "text/built_in.h"
#include "text/characters.h"
#include "text/tokenizer.h"
#include "text/word_file.h"

namespace sojourn {
namespace {

std::vector<uint32_t> to_points(std::string_view text) {
  const WordPoints read = word_points(text);
  return {read.points, read.points + read.size};
}

bool ends_with(const WordPoints& word, const std::vector<uint32_t>& ending) {
  return word.size >= ending.size() &&
         std::equal(ending.begin(), ending.end(), word.points + (word.size - ending.size()));
}

}  // namespace

Status WordList::read_line(std::string_view kind, std::string_view rest) {
  if (kind == "language" || kind == "version" || kind == "source" || kind == "licence") return {};
  if (kind == "stop") {
    Tokenizer tokenizer;
    while (!rest.empty()) {
      tokenizer.read(cut_to(rest, ','));
      uint64_t hash = 0;
      for (const Token& token : tokenizer.tokens()) hash = hash == 0 ? token.hash : join_hashes(hash, token.hash);
      if (hash != 0) stops_.insert(hash);
    }
    return {};
  }
  if (kind != "fold" && kind != "letters") {
    return Status::invalid("there is no kind of entries called '" + std::string(kind.substr(0, 40)) +
                           "'; there are letters, fold and stop");
  }
  Pass pass;
  while (!rest.empty()) {
    std::string_view to = cut_to(rest, ',');
    if (to.find('>') == std::string_view::npos) {
      return Status::invalid("'" + std::string(to.substr(0, 40)) + "' needs a '>', as in `ies>y`");
    }
    const std::string_view from = cut_to(to, '>');
    pass.emplace_back(to_points(from), to_points(to));
    if (pass.back().first.empty() || pass.back().second.size() > pass.back().first.size() + 1) {
      return Status::invalid("'" + std::string(from.substr(0, 40)) +
                             "' must be something and not grow by more than one");
    }
  }
  if (kind == "fold") {
    passes_.push_back(std::move(pass));
    return {};
  }
  for (auto& [from, to] : pass) letters_.emplace_back(from[0], std::move(to));
  return {};
}

Result<WordList> WordList::read(std::string_view text, std::string_view name) {
  WordList list;
  SOJOURN_CHECK(read_word_lines(text, name, [&list](std::string_view line) {
    const std::string_view kind = cut_to(line, ':');
    return list.read_line(kind, line);
  }));
  return list;
}

const WordList& WordList::built_in(std::string_view language) {
  static const std::map<std::string, WordList, std::less<>> lists = [] {
    std::map<std::string, WordList, std::less<>> all;
    all[""] = WordList();
    for (const char* code : {"cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hu", "hy", "it",
                             "ja", "ko", "nl", "pl", "pt", "ru", "sv", "th", "tr", "uk", "vi", "zh"}) {
      const std::string file = std::string(code) + ".words";
      Result<WordList> read = WordList::read(built_in_file(file), file);
      SOJOURN_ASSERT(read.has_value(), "a word list in the program is well-formed");
      all[code] = std::move(*read);
    }
    return all;
  }();
  const auto found = lists.find(language);
  return found == lists.end() ? lists.begin()->second : found->second;
}

void WordList::fold(WordPoints& word) const {
  for (const auto& [from, to] : letters_) {
    for (size_t i = 0; i < word.size; ++i) {
      if (word.points[i] != from || to.empty()) continue;
      word.points[i] = to[0];
      if (to.size() < 2 || word.size >= kWordPointsMost) continue;
      std::copy_backward(word.points + i + 1, word.points + word.size, word.points + word.size + 1);
      word.points[i + 1] = to[1];
      ++word.size;
    }
  }
  for (const Pass& pass : passes_) {
    for (const auto& [from, to] : pass) {
      if (!ends_with(word, from)) continue;
      if (from == to) break;
      if (word.size < from.size() + kFoldLeast || word.size - from.size() + to.size() > kWordPointsMost) continue;
      word.size -= from.size();
      for (const uint32_t point : to) word.points[word.size++] = point;
      break;
    }
  }
}

uint64_t WordList::fold(std::string_view word) const {
  WordPoints points = word_points(word);
  fold(points);
  return hash_points(points.view());
}

}  // namespace sojourn
