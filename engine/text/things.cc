#include "text/things.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>

#include "base/text.h"
#include "text/built_in.h"
#include "text/lexicon.h"

namespace sojourn {
namespace {

using Hashes = std::unordered_set<uint64_t>;

constexpr size_t kThingTokensMax = 3;
constexpr size_t kThingBytesMin = 3;

struct SmallWords {
  std::string_view language;
  std::string_view articles;  // And what else stands before a noun.
  std::string_view verbs;     // What stands behind one.
  std::string_view ands;
};
constexpr std::array<SmallWords, 5> kSmallWords{{
    {"en",
     "the a an my our your their his her its this that these those some any no every each with for about of in at",
     "is was are were has had isn't wasn't aren't weren't seems seemed looks looked felt feels tasted smelled got gets "
     "works worked "
     "could should needs needed took takes",
     "and or while whereas plus"},
    {"nl", "de het een mijn onze ons uw jullie hun haar zijn deze die dit dat geen elke ieder met voor over van in op",
     "is was zijn waren heeft had hebben hadden lijkt leek werkt werkte kan kon wordt werd worden werden duurt duurde",
     "en of terwijl plus"},
    {"de",
     "der die das den dem des ein eine einen einem einer eines mein meine unser unsere ihr ihre kein keine dieser "
     "diese dieses mit "
     "für über von im am beim zum zur",
     "ist war sind waren hat hatte haben hatten wirkt wirkte scheint schien kann konnte wird wurde werden wurden "
     "dauert dauerte",
     "und oder während sowie plus"},
    {"ru", "в на с о об про за у от для этот эта это эти мой моя наш наша ваш ваша их его её без",
     "был была было были есть стал стала стало стали работает работал работала кажется оказался оказалась", "и или а"},
    {"zh", "的 这 那 个 家 有 没", "很 太 非常 不 真 比较 特别 都 是 也 还 挺 超 十 有", "和 而 且 并 跟 与"},
}};

struct Lists {
  Hashes articles, verbs, ands, stops;
  const Lexicon* lexicon = nullptr;
};

// Words parted by `separator`, as the hash of their only token.
void add_words(std::string_view words, char separator, Hashes& hashes) {
  Tokenizer tokenizer;
  while (!words.empty()) {
    const size_t end = std::min(words.find(separator), words.size());
    tokenizer.read(trim(words.substr(0, end)));
    if (tokenizer.tokens().size() == 1) hashes.insert(tokenizer.tokens()[0].hash);
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

Lists make_lists(std::string_view language) {
  Lists lists;
  lists.lexicon = Lexicon::built_in(language);
  for (const SmallWords& small : kSmallWords) {
    if (small.language != language) continue;
    add_words(small.articles, ' ', lists.articles);
    add_words(small.verbs, ' ', lists.verbs);
    add_words(small.ands, ' ', lists.ands);
  }
  std::string_view file = built_in_file(std::string(language) + ".words");
  while (!file.empty()) {
    const size_t end = std::min(file.find('\n'), file.size());
    const std::string_view line = file.substr(0, end);
    if (line.starts_with("stop:")) add_words(line.substr(5), ',', lists.stops);
    file.remove_prefix(std::min(end + 1, file.size()));
  }
  for (const Hashes* more : {&lists.articles, &lists.verbs, &lists.ands})
    lists.stops.insert(more->begin(), more->end());
  return lists;
}

// Null where there are no lists of this language.
const Lists* lists_of(std::string_view language) {
  static const std::map<std::string, Lists, std::less<>> all = [] {
    std::map<std::string, Lists, std::less<>> made;
    for (const SmallWords& small : kSmallWords) made.emplace(small.language, make_lists(small.language));
    return made;
  }();
  const auto found = all.find(language);
  return found == all.end() ? nullptr : &found->second;
}

bool is_mark(const Token& token) { return token.kind == TokenKind::kPunctuation; }
bool parts_clauses(const Tokenizer& text, size_t at) {
  const std::string_view mark = text.text_of(text.tokens()[at]);
  // "check-in" is one word.
  if (mark == "-" && at > 0 && text.tokens()[at - 1].end == text.tokens()[at].begin) return false;
  constexpr std::array<std::string_view, 9> kMarks{",", ";", "，", "；", "、", "—", "–", "-", "。"};
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view each) { return mark.starts_with(each); });
}

enum class Role : uint8_t { kOther, kContent, kFeeling, kArticle, kVerb };

// What each token may be: content where nothing else is known of it.
std::vector<Role> roles_of(const Tokenizer& text, const Lists& lists) {
  const auto tokens = text.tokens();
  std::vector<Role> roles(tokens.size(), Role::kOther);
  for (size_t at = 0; at < tokens.size();) {
    LexiconMatch match;
    if (lists.lexicon != nullptr) match = lists.lexicon->find(text, at);
    const bool feeling = match.entry.kind == EntryKind::kWord && match.entry.value != 0;
    if (feeling || match.entry.kind == EntryKind::kNeeded) {
      std::fill_n(roles.begin() + static_cast<ptrdiff_t>(at), match.tokens, Role::kFeeling);
      at += match.tokens;
      continue;
    }
    const Token& token = tokens[at];
    const bool word = token.kind == TokenKind::kWord || token.kind == TokenKind::kIdeograph;
    const bool free = match.entry.kind == EntryKind::kNone || match.entry.kind == EntryKind::kWord;
    if (lists.articles.contains(token.hash)) {
      roles[at] = Role::kArticle;
    } else if (lists.verbs.contains(token.hash)) {
      roles[at] = Role::kVerb;
    } else if (word && free && !lists.stops.contains(token.hash) && token.end - token.begin >= kThingBytesMin) {
      roles[at] = Role::kContent;
    }
    ++at;
  }
  return roles;
}

bool begins_capital(const Tokenizer& text, const Token& token) {
  const std::string_view word = text.text_of(token);
  const auto first = static_cast<unsigned char>(word[0]);
  return (first >= 'A' && first <= 'Z') || word.starts_with("Ä") || word.starts_with("Ö") || word.starts_with("Ü");
}

}  // namespace

std::vector<Thing> told_things(const Tokenizer& text, std::span<const std::string> targets) {
  std::map<uint64_t, size_t> phrases;  // Hash, tokens.
  Tokenizer tokenizer;
  for (const std::string& target : targets) {
    tokenizer.read(target);
    uint64_t hash = 0;
    for (const Token& token : tokenizer.tokens()) hash = hash == 0 ? token.hash : join_hashes(hash, token.hash);
    if (hash != 0) phrases[hash] = tokenizer.tokens().size();
  }
  size_t most = 0;
  for (const auto& [hash, tokens] : phrases) most = std::max(most, tokens);
  std::vector<Thing> things;
  const auto tokens = text.tokens();
  for (size_t at = 0; at < tokens.size();) {
    size_t longest = 0;
    uint64_t hash = tokens[at].hash;
    for (size_t count = 1; count <= most; ++count) {
      if (const auto found = phrases.find(hash); found != phrases.end() && found->second == count) longest = count;
      if (at + count >= tokens.size()) break;
      hash = join_hashes(hash, tokens[at + count].hash);
    }
    if (longest > 0) things.push_back({at, at + longest - 1});
    at += std::max<size_t>(longest, 1);
  }
  return things;
}

std::vector<Thing> find_things(const Tokenizer& text, std::string_view language) {
  std::vector<Thing> things;
  const Lists* lists = lists_of(language);
  if (lists == nullptr) return things;
  const auto tokens = text.tokens();
  const std::vector<Role> roles = roles_of(text, *lists);
  const bool ideographs = language == "zh";
  for (size_t at = 0; at < tokens.size(); ++at) {
    if (roles[at] != Role::kContent) continue;
    size_t last = at;
    const size_t most = ideographs ? 4 : kThingTokensMax;
    while (last + 1 < tokens.size() && last + 1 - at < most && roles[last + 1] == Role::kContent &&
           tokens[last + 1].begin - tokens[last].end <= (ideographs ? 0U : 1U)) {
      ++last;
    }
    const Role before = at == 0 ? Role::kOther : roles[at - 1];
    const Role behind = last + 1 == tokens.size() ? Role::kOther : roles[last + 1];
    const bool noun = before == Role::kArticle || before == Role::kFeeling || behind == Role::kVerb ||
                      behind == Role::kFeeling || (language == "de" && at > 0 && begins_capital(text, tokens[at]));
    if (noun && (!ideographs || last > at)) things.push_back({at, last});
    at = last;
  }
  return things;
}

void find_edges(const Tokenizer& text, std::string_view language, std::vector<uint8_t>& edges) {
  const auto tokens = text.tokens();
  edges.assign(tokens.size(), 0);
  if (!tokens.empty()) edges[0] = kClauseEdge;
  const Lists* lists = lists_of(language);
  for (size_t at = 1; at < tokens.size(); ++at) {
    if (is_mark(tokens[at - 1]) && parts_clauses(text, at - 1)) edges[at] = kClauseEdge;
    if (lists == nullptr) continue;
    if (lists->ands.contains(tokens[at].hash)) edges[at] = std::max(edges[at], kPartEdge);
    if (lists->lexicon != nullptr && lists->lexicon->find(text, at).entry.kind == EntryKind::kBut) {
      edges[at] = kClauseEdge;
    }
  }
}

}  // namespace sojourn
