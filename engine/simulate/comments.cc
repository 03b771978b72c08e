#include "simulate/comments.h"

#include <array>

namespace sojourn {
namespace {

using Lines = std::array<std::string_view, 3>;
struct Language {
  std::string_view code;
  std::array<Lines, 5> moods;  // In the order of Mood.
};

constexpr std::array<std::string_view, 5> kCodes{"en", "nl", "de", "ru", "zh"};

constexpr std::array<Language, 5> kLanguages{{
    {"en",
     {{{"Ordered on Monday, worn on Wednesday. Lovely.", "Friendly people and exactly what I was looking for.",
        "Everything went smoothly, thank you!"},
       {"The parcel came three days late and nobody told me.", "Promised for Friday, delivered on Tuesday.",
        "I had to wait far too long for the delivery."},
       {"The app froze when I wanted to pay.", "Checkout in the app is endless, I gave up twice.",
        "Why must I type my address again at the end?"},
       {"I explained my problem to three people and it is still there.", "Nobody called me back.",
        "The answer did not help me at all."},
       {"Please let me choose a delivery time in the evening.", "I would love to pay in instalments.",
        "A wish list that I can share would be great."}}}},
    {"nl",
     {{{"Maandag besteld, woensdag in huis. Heerlijk.", "Vriendelijk geholpen en precies wat ik zocht.",
        "Alles ging soepel, dank jullie wel!"},
       {"Het pakket kwam drie dagen te laat en niemand liet iets weten.", "Voor vrijdag beloofd, dinsdag pas geleverd.",
        "Ik moest veel te lang op de bezorging wachten."},
       {"De app liep vast toen ik wilde betalen.", "Afrekenen in de app duurt eindeloos, ik heb het opgegeven.",
        "Waarom moet ik aan het eind mijn adres nog eens invullen?"},
       {"Ik heb het aan drie mensen uitgelegd en het is nog niet opgelost.", "Niemand heeft me teruggebeld.",
        "Aan het antwoord had ik helemaal niets."},
       {"Laat me alsjeblieft 's avonds laten bezorgen.", "Ik zou graag in termijnen betalen.",
        "Een verlanglijstje om te delen zou fijn zijn."}}}},
    {"de",
     {{{"Montag bestellt, Mittwoch getragen. Wunderbar.", "Nette Leute und genau das, was ich gesucht habe.",
        "Alles lief reibungslos, vielen Dank!"},
       {"Das Paket kam drei Tage zu spät, und keiner sagte Bescheid.",
        "Für Freitag versprochen, am Dienstag geliefert.", "Ich musste viel zu lange auf die Lieferung warten."},
       {"Die App blieb hängen, als ich bezahlen wollte.", "Das Bezahlen in der App nimmt kein Ende, ich gab auf.",
        "Warum muss ich am Ende meine Adresse noch einmal eingeben?"},
       {"Ich habe es drei Leuten erklärt, gelöst ist es immer noch nicht.", "Niemand hat zurückgerufen.",
        "Die Antwort hat mir überhaupt nicht geholfen."},
       {"Bitte bietet auch Lieferung am Abend an.", "Ich würde gern in Raten zahlen.",
        "Ein Wunschzettel zum Teilen wäre schön."}}}},
    {"ru",
     {{{"Заказала в понедельник, в среду уже ношу. Прекрасно.", "Приветливые люди и именно то, что я искал.",
        "Всё прошло гладко, спасибо!"},
       {"Посылка пришла на три дня позже, и никто не предупредил.", "Обещали в пятницу, привезли во вторник.",
        "Пришлось слишком долго ждать доставку."},
       {"Приложение зависло, когда я хотела оплатить.", "Оплата в приложении бесконечная, я сдался.",
        "Зачем в конце снова вводить адрес?"},
       {"Объяснил проблему троим, а она всё ещё не решена.", "Мне никто не перезвонил.", "Ответ мне совсем не помог."},
       {"Сделайте, пожалуйста, вечернюю доставку.", "Хотелось бы платить в рассрочку.",
        "Не хватает списка желаний, которым можно поделиться."}}}},
    {"zh",
     {{{"周一下单，周三就穿上了，太好了。", "服务热情，正是我想要的。", "一切都很顺利，谢谢！"},
       {"包裹晚了三天，也没有人通知我。", "说好周五到，周二才送来。", "等送货等得太久了。"},
       {"付款的时候应用卡住了。", "应用里的结账没完没了，我放弃了。", "为什么最后还要再填一次地址？"},
       {"我跟三个人解释过，问题还是没有解决。", "没有人给我回电话。", "这个答复对我一点帮助也没有。"},
       {"希望可以选择晚上送货。", "很想要分期付款。", "如果有可以分享的心愿单就好了。"}}}},
}};

}  // namespace

std::span<const std::string_view> company_languages() { return kCodes; }

std::span<const std::string_view> comments(std::string_view language, Mood mood) {
  for (const Language& each : kLanguages) {
    if (each.code == language) return each.moods[static_cast<size_t>(mood)];
  }
  return kLanguages.front().moods[static_cast<size_t>(mood)];
}

}  // namespace sojourn
