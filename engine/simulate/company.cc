#include "simulate/company.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/decimal.h"
#include "simulate/comments.h"
#include "simulate/company_tables.h"
#include "simulate/dialogues.h"
#include "simulate/random.h"

namespace sojourn {
namespace {

// Writes the events of one customer, one JSON line each.
class Life {
 public:
  Life(int64_t number, const CompanyOptions& options, const std::function<bool(std::string_view)>& line)
      : options_(options),
        truth_(company_truth()),
        random_(options.seed * 0x9E3779B97F4A7C15ULL + static_cast<uint64_t>(number) * 0xD1B54A32D192ED03ULL),
        details_(options.seed * 0xBF58476D1CE4E5B9ULL + static_cast<uint64_t>(number) * 0x94D049BB133111EBULL),
        words_(options.seed * 0x94D049BB133111EBULL + static_cast<uint64_t>(number) * 0xBF58476D1CE4E5B9ULL),
        number_(number),
        line_(line) {
    customer_ = name_of(number);
    digits_ = customer_.substr(2);
  }

  // Returns the number of events written, or nothing when told to stop.
  std::optional<int64_t> live() {
    settle();
    consider();
    while (going_ && shop()) {
    }
    return going_ ? std::optional<int64_t>(events_ + sessions_) : std::nullopt;
  }

 private:
  using Json = nlohmann::ordered_json;

  void settle() {
    const size_t language = random_.weighted(kLanguageWeights);
    language_ = company_languages()[language];
    country_ = kCountries[language];
    campaign_ = kCampaigns[random_.weighted(kCampaignWeights)];
    prefers_app_ = random_.chance(0.45);
    plan_ = random_.chance(0.3) ? "plus" : "basic";
    now_ = options_.end - static_cast<Micros>(random_.share() * static_cast<double>(kHistory));
  }

  void wait(double mean_days) {
    now_ += static_cast<Micros>(random_.exponential(mean_days) * static_cast<double>(kDay));
  }
  void wait_minutes(double mean) {
    now_ += static_cast<Micros>(random_.exponential(mean) * static_cast<double>(kMinute));
  }

  Json event(std::string_view channel, std::string_view touchpoint, std::string_view stage) {
    Json json;
    json["id"] = customer_ + "-" + std::to_string(events_ + 1);
    json["time"] = format_time(now_ / 1000 * 1000);
    if (known_) {
      json["customer"] = customer_;
    } else {
      json["anonymous"] = "cookie-" + digits_;
    }
    json["channel"] = channel;
    json["touchpoint"] = touchpoint;
    if (!stage.empty()) json["stage"] = stage;
    json["direction"] = "in";
    json["location"] = country_;
    json["properties"]["plan"] = plan_;
    return json;
  }

  // Writes it, unless its time lies beyond the end: then this life has reached today.
  void write(const Json& json) {
    if (!going_ || now_ >= options_.end) {
      ended_ = true;
      return;
    }
    ++events_;
    going_ = line_(json.dump());
  }
  bool ended() const { return ended_ || !going_; }

  std::string_view own_channel() const { return prefers_app_ ? "app" : "web"; }

  void consider() {
    if (campaign_ != "none") {
      Json ad = event(random_.chance(0.6) ? "social" : "email", "advertisement", "consider");
      ad["direction"] = "out";
      ad["campaign"] = campaign_;
      ad["perceived"] = random_.chance(0.7);
      spend(ad, "0.40");
      write(ad);
      wait(3);
    }
    const int visits = 1 + static_cast<int>(random_.exponential(1.2));
    for (int i = 0; i < visits && !ended(); ++i) {
      Json visit = event(own_channel(), "home page", "consider");
      if (campaign_ != "none" && i == 0) visit["campaign"] = campaign_;
      if (i == 0) come_by_word_of_mouth(visit);
      if (details_.chance(0.4)) visit["product"] = kProducts[details_.weighted(kProductWeights)].name;
      visit["device"] = prefers_app_ ? "mobile" : "desktop";
      write(visit);
      wait(2);
    }
  }

  // Some came because an earlier customer told them.
  void come_by_word_of_mouth(Json& visit) {
    if (number_ < 2 || !details_.chance(0.07)) return;
    visit["properties"]["referrer"] =
        name_of(1 + static_cast<int64_t>(details_.below(static_cast<uint64_t>(number_ - 1))));
  }

  static std::string name_of(int64_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
    return "c-" + digits;
  }

  static void spend(Json& event, std::string_view euros) {
    event["cost"] = euros;
    event["currency"] = "EUR";
  }

  // One round from looking to buying and living with it. False when this customer's story pauses for good.
  bool shop() {
    if (ended()) return false;
    const bool first = orders_ == 0;
    if (!first && !random_.chance(buys_again())) return false;
    if (!first) wait(60);
    if (!first && random_.chance(0.5)) {
      Json newsletter = event("email", "newsletter", "bond");
      spend(newsletter, "0.02");
      write(newsletter);
      wait(1);
    }
    const size_t product = next_product();
    evaluate(product);
    if (ended()) return false;
    if (first && random_.chance(0.30)) return false;  // Looked around, and that was that.
    return buy(product);
  }

  double buys_again() const {
    const double chance = unresolved_first_ ? truth_.repeat_if_unresolved : truth_.repeat_if_resolved;
    // The planted chances are those of a second order; later ones wear off, so that lives end.
    return orders_ == 1 ? chance : chance * 0.6;
  }

  size_t next_product() {
    if (orders_ == 0 || random_.chance(0.5)) return random_.weighted(kProductWeights);
    for (size_t i = 0; i < kProducts.size(); ++i) {
      if (kProducts[i].name == kProducts[last_product_].follows) return i;
    }
    return random_.weighted(kProductWeights);
  }

  void evaluate(size_t product) {
    if (random_.chance(0.12)) return;  // Knows what to buy: evaluation is skipped.
    const int looks = 1 + static_cast<int>(random_.exponential(1.5));
    for (int i = 0; i < looks && !ended(); ++i) {
      Json look = event(own_channel(), "product page", "evaluate");
      look["product"] = kProducts[product].name;
      write(look);
      wait_minutes(20);
      if (random_.chance(0.15)) {
        // Back to looking around: a loop in the journey.
        write(event(own_channel(), "home page", "consider"));
        wait(2);
      }
    }
    if (random_.chance(0.2)) {
      Json visit = event("store", "visit", "evaluate");
      spend(visit, "2.10");
      write(visit);
      wait(1);
    }
    if (random_.chance(0.25)) {
      Json chat = event("chatbot", "question", "evaluate");
      chat["resolved"] = random_.chance(0.7);
      chat["language"] = language_;
      talk_to_bot(chat);
      spend(chat, "0.15");
      if (details_.chance(0.08)) chat["properties"]["competitor"] = "another shop";
      write(chat);
      wait_minutes(30);
    }
  }

  bool buy(size_t product) {
    known_ = true;  // The order names the visitor: the cookie's history becomes the customer's.
    Json basket = event(own_channel(), "checkout", "buy");
    basket["anonymous"] = "cookie-" + digits_;
    basket["email"] = "customer" + digits_ + "@example.com";
    write(basket);
    wait_minutes(6);
    const bool broken = prefers_app_ && now_ >= truth_.broken_from;
    if (!random_.chance(broken ? truth_.checkout_to_purchase_broken : truth_.checkout_to_purchase)) {
      if (random_.chance(0.1)) ask_effort(2, Matter::kCheckout);
      return false;
    }
    ++orders_;
    last_product_ = product;
    order_ = "o-" + digits_ + "-" + std::to_string(orders_);
    Json purchase = event(own_channel(), "purchase", "buy");
    const int quantity = random_.chance(0.2) ? 2 : 1;
    purchase["order"] = order_;
    purchase["product"] = kProducts[product].name;
    purchase["quantity"] = quantity;
    const int64_t cents = static_cast<int64_t>(kProducts[product].price * 100 + 0.5) * quantity;
    purchase["amount"] = format_minor_units(cents, "EUR");
    purchase["currency"] = "EUR";
    write(purchase);
    deliver();
    return !ended();
  }

  void deliver() {
    const Micros promise = now_ + 3 * kDay;
    const bool late = random_.chance(truth_.late_share);
    now_ = late ? promise + kHour + static_cast<Micros>(random_.exponential(2.5) * static_cast<double>(kDay))
                : promise - static_cast<Micros>((0.05 + 0.9 * random_.share()) * static_cast<double>(2 * kDay));
    Json delivery = event("delivery", "delivery", "enjoy");
    delivery["direction"] = "out";
    delivery["order"] = order_;
    delivery["promise"] = format_time(promise / 1000 * 1000);
    delivery["properties"]["late"] = late;
    write(delivery);
    if (words_.chance(0.15)) serve_oneself("sms", "order status");
    if (words_.chance(0.10)) serve_oneself("ivr", "phone menu");
    wait_minutes(600);
    survey_delivery(late);
    if (random_.chance(late ? 0.45 : 0.18)) service(late);
    survey_loyalty(late);
    if (!late && random_.chance(0.12)) {
      wait(4);
      Json review = event("social", "review", "advocate");
      review["kind"] = "stars";
      review["answer"] = random_.chance(0.8) ? 5 : 4;
      say(review, Matter::kPraise, 0.8);
      write(review);
    }
    if (!late && random_.chance(0.06)) {
      wait(2);
      write(event("social", "referral", "advocate"));
    }
  }

  void invite(std::string_view kind) {
    Json invitation = event("email", "survey invitation", "");
    invitation["direction"] = "out";
    invitation["kind"] = kind;
    write(invitation);
    wait(0.8);
  }

  void say(Json& json, Matter matter, double share) {
    if (!random_.chance(share)) return;
    const bool wish = random_.chance(0.15);
    static_cast<void>(random_.next());  // Keeps the story what it was when comments were drawn from it.
    // Before that day most people bore lateness without a word.
    const bool silent = matter == Matter::kLate && !wish && now_ < truth_.late_complaints_from;
    if (silent && !words_.chance(truth_.late_comments_before)) return;
    const LanguageWords& words = words_of(language_);
    json["text"] = comment(words, wish ? kWishes[words_.weighted(kWishWeights)] : told(matter), words_, digits_);
    json["language"] = language_;
  }

  // What exactly: nobody says only one thing.
  Matter told(Matter matter) {
    if (matter == Matter::kPraise) return words_.chance(0.25) ? Matter::kFeeling : matter;
    if (matter == Matter::kLate) return words_.chance(0.08) ? Matter::kSwitch : matter;
    if (matter == Matter::kService) return kTroubles[words_.weighted(kTroubleWeights)];
    return matter;
  }

  void talk_to_bot(Json& chat) {
    const bool solved = chat["resolved"].get<bool>();
    chat["outcome"] = solved ? "solved" : words_.chance(0.6) ? "handed_over" : "left";
    if (!words_.chance(0.6)) return;
    const DialogueStory story{words_.chance(0.5) ? Matter::kPrice : Matter::kReturns, solved, digits_};
    chat["properties"]["turns"] = chat_turns(words_of(language_), story, words_);
  }

  // A session with a machine, beside the story: it leaves the clock and the numbers of events alone.
  void serve_oneself(std::string_view channel, std::string_view touchpoint) {
    const Micros story = std::exchange(now_, now_ + static_cast<Micros>((1 + words_.below(500)) * kMinute));
    if (going_ && now_ < options_.end) {
      Json session = event(channel, touchpoint, "enjoy");
      session["id"] = customer_ + "-s" + std::to_string(++sessions_);
      const std::array<double, 3> weights{truth_.self_solved, truth_.self_handed_over, truth_.self_left};
      session["outcome"] = std::array{"solved", "handed_over", "left"}[words_.weighted(weights)];
      going_ = line_(session.dump());
    }
    now_ = story;
  }

  void survey_delivery(bool late) {
    if (ended()) return;
    invite("csat");
    if (ended() || !random_.chance(0.32)) return;
    const bool satisfied = random_.chance(late ? truth_.satisfied_late : truth_.satisfied_on_time);
    Json answer = event("email", "survey", "");
    answer["kind"] = "csat";
    answer["answer"] = satisfied ? (random_.chance(0.6) ? 5 : 4) : static_cast<int>(1 + random_.below(3));
    answer["order"] = order_;
    answer["properties"]["late"] = late;
    say(answer, satisfied ? Matter::kPraise : late ? Matter::kLate : Matter::kService, satisfied ? 0.25 : 0.6);
    write(answer);
  }

  void service(bool late) {
    if (ended()) return;
    wait(1.5);
    Json call = event("call", "service call", "enjoy");
    const bool resolved = random_.chance(0.74);
    if (contacts_ == 0 && orders_ == 1) unresolved_first_ = !resolved;
    ++contacts_;
    call["agent"] = kAgents[random_.below(kAgents.size())];
    call["queue"] = kQueues[late ? 0 : random_.below(kQueues.size())];
    call["wait"] = static_cast<int>(random_.exponential(95));
    call["talk"] = 60 + static_cast<int>(random_.exponential(260));
    call["hold"] = random_.chance(0.3) ? static_cast<int>(random_.exponential(50)) : 0;
    call["wrap"] = 20 + static_cast<int>(random_.exponential(40));
    call["transfers"] = resolved ? (random_.chance(0.1) ? 1 : 0) : (random_.chance(0.55) ? 1 : 0);
    call["resolved"] = resolved;
    call["properties"]["first_contact"] = contacts_ == 1;
    spend(call, "6.50");
    if (words_.chance(0.5)) {
      call["language"] = language_;
      const DialogueStory story{late ? Matter::kLate : told(Matter::kService), resolved, digits_};
      call["properties"]["turns"] = call_turns(words_of(language_), story, words_);
    }
    write(call);
    wait_minutes(90);
    if (random_.chance(0.4)) ask_effort(resolved ? 6 : 3, resolved ? Matter::kPraise : Matter::kService);
  }

  void ask_effort(int middle, Matter matter) {
    invite("ces");
    if (ended() || !random_.chance(0.35)) return;
    Json answer = event("sms", "survey", "");
    answer["kind"] = "ces";
    answer["answer"] = std::clamp(static_cast<int>(std::lround(random_.normal(middle, 1.1))), 1, 7);
    say(answer, matter, 0.3);
    write(answer);
  }

  void survey_loyalty(bool late) {
    if (ended() || !random_.chance(0.5)) return;
    wait(10);
    invite("nps");
    if (ended() || !random_.chance(0.28)) return;
    Json answer = event("email", "survey", "");
    const double middle = late ? 5.4 : unresolved_first_ ? 5.9 : 8.7;
    const int rating = std::clamp(static_cast<int>(std::lround(random_.normal(middle, 1.7))), 0, 10);
    answer["kind"] = "nps";
    answer["answer"] = rating;
    say(answer, rating >= 9 ? Matter::kPraise : late ? Matter::kLate : Matter::kService, rating >= 7 ? 0.2 : 0.5);
    write(answer);
  }

  const CompanyOptions& options_;
  const CompanyTruth truth_;
  Random random_;
  Random details_;  // Of its own, so that what is told beside the story does not change the story.
  Random words_;    // Likewise, for what is said.
  const int64_t number_;
  const std::function<bool(std::string_view)>& line_;
  std::string customer_, digits_, order_;
  std::string_view language_, country_, campaign_, plan_;
  bool prefers_app_ = false, known_ = false, going_ = true, ended_ = false, unresolved_first_ = false;
  Micros now_ = 0;
  size_t last_product_ = 0;
  int64_t events_ = 0;
  int64_t sessions_ = 0;  // Beside the story.
  int orders_ = 0, contacts_ = 0;
};

}  // namespace

CompanyCounts simulate_company(const CompanyOptions& options, const std::function<bool(std::string_view)>& line,
                               const std::function<void(int64_t)>& progress) {
  CompanyCounts counts;
  for (int64_t number = 1; number <= options.customers; ++number) {
    const std::optional<int64_t> events = Life(number, options, line).live();
    if (!events) return counts;
    counts.customers += 1;
    counts.events += *events;
    if (progress && number % 1000 == 0) progress(number);
  }
  return counts;
}

}  // namespace sojourn
