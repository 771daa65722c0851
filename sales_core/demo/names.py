"""Names for the demo company: its people, its clients and what it sells them."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class ManagerFacts:
    """``plan`` in rubles a month; ``by_pace`` and ``forecast``: percent of plan brought in when 64 % of the month's
    working days are over, and by its end. ``left_months_ago``: dismissed."""

    name: str
    email: str
    department: int
    plan: int
    by_pace: int
    forecast: int
    left_months_ago: int | None = None


HEAD = ("Виктор Климов", "klimov@buro.example")
DEPARTMENTS = ((0, "Отдел новых продаж"), (410_001, "Отдел сопровождения"))
MANAGERS = (
    ManagerFacts("Анна Соколова", "sokolova@buro.example", 0, 900_000, 108, 127),
    ManagerFacts("Дмитрий Лебедев", "lebedev@buro.example", 0, 1_200_000, 92, 121),
    ManagerFacts("Мария Кузнецова", "kuznetsova@buro.example", 410_001, 800_000, 83, 114),
    ManagerFacts("Игорь Павлов", "pavlov@buro.example", 0, 1_000_000, 76, 109),
    ManagerFacts("Екатерина Орлова", "orlova@buro.example", 410_001, 750_000, 70, 102),
    ManagerFacts("Сергей Никитин", "nikitin@buro.example", 0, 900_000, 66, 99),
    ManagerFacts("Ольга Фёдорова", "fedorova@buro.example", 410_001, 700_000, 62, 94),
    ManagerFacts("Павел Ершов", "ershov@buro.example", 0, 850_000, 58, 90),
    ManagerFacts("Артём Громов", "gromov@buro.example", 410_001, 800_000, 52, 87),
    ManagerFacts("Ксения Волкова", "volkova@buro.example", 410_001, 650_000, 47, 82),
    ManagerFacts("Наталья Белова", "belova@buro.example", 410_001, 600_000, 41, 77),
    ManagerFacts("Тимур Юсупов", "yusupov@buro.example", 0, 550_000, 28, 63),
    ManagerFacts("Роман Зайцев", "zaytsev@buro.example", 0, 700_000, 45, 80, left_months_ago=5),
)
DEAL_TYPES = ("Лицензии", "Работы", "Техподдержка", "Обучение")
LOSS_REASONS = ("Дорого", "Не отвечают", "Выбрали другого", "Отложили", "Нет потребности")
SOURCES = ("Сайт", "Звонок", "Рекомендация", "Партнёр")

_TRADES = (
    "Аптеки", "Школа", "Клиника", "Мебель", "Автоцентр", "Пекарня", "Студия", "Типография", "Агентство", "Склад",
    "Ателье", "Фабрика", "Завод", "Отель", "Турфирма", "Юристы", "Оптика", "Питомник", "Стоматология", "Ресторан",
    "Логистика", "Застройщик", "Сервис", "Торговый дом", "Академия", "Лаборатория",
)  # fmt: skip
_TITLES = (
    "Гранит", "Вектор", "Здрава", "Полиглот", "Омега", "Север", "Меридиан", "Аврора", "Каскад", "Орион", "Формат",
    "Импульс", "Линия", "Парус", "Атлант", "Кедр", "Янтарь", "Магнит", "Горизонт", "Престиж", "Фаворит", "Родник",
    "Сфера", "Кристалл", "Пилот", "Зенит", "Русич", "Верста", "Компас", "Маяк", "Ладья", "Статус", "Эталон", "Титан",
    "Волна", "Тайга", "Бриз", "Сокол", "Монолит", "Диалог",
)  # fmt: skip
_FORMS = ("ООО", "ООО", "ООО", "АО", "ИП")
_MEN = ("Олег", "Иван", "Антон", "Михаил", "Юрий", "Денис", "Константин", "Евгений", "Руслан", "Вадим")
_WOMEN = ("Елена", "Ирина", "Светлана", "Татьяна", "Юлия", "Алина", "Марина", "Вера", "Полина", "Дарья")
_FAMILIES = (
    "Смирнов", "Васильев", "Морозов", "Новиков", "Козлов", "Егоров", "Макаров", "Андреев", "Захаров", "Соловьёв",
    "Борисов", "Яковлев", "Романов", "Фролов", "Александров", "Гусев", "Титов", "Комаров", "Быков", "Тарасов",
)  # fmt: skip
_INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_WORKS = (
    "Внедрение amoCRM", "Интеграция с 1С", "Настройка воронок", "Интеграция с телефонией", "Разработка виджета",
    "Перенос данных из таблиц", "Аудит отдела продаж", "Настройка отчётов", "Чат-бот для заявок",
)  # fmt: skip
_LESSONS = ("Обучение отдела продаж", "Тренинг для руководителей", "Курс администратора amoCRM", "Обучение новичков")


def client_name(random: Random) -> str:
    """«Аптеки Здрава», or with a legal form now and then."""
    name = f"{random.choice(_TRADES)} {random.choice(_TITLES)}"
    return f"{random.choice(_FORMS)} «{name}»" if random.random() < 0.35 else name


def inn_of(client: str, number: int) -> str:
    """The taxpayer's number of client ``number``, check digits included: ten digits, or twelve of an «ИП»."""
    if client.startswith("ИП"):
        return _with_check_digit(_with_check_digit(f"78{number:08}"))
    return _with_check_digit(f"78{number:07}")


def _with_check_digit(digits: str) -> str:
    weights = _INN_WEIGHTS[-len(digits) :]
    return f"{digits}{sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 % 10}"


def person_name(random: Random) -> str:
    family = random.choice(_FAMILIES)
    if random.random() < 0.5:
        return f"{random.choice(_MEN)} {family}"
    return f"{random.choice(_WOMEN)} {family}а"


def deal_name(random: Random, deal_type: str | None, month: int) -> str:
    seats = random.choice((5, 7, 9, 10, 12, 15, 18, 20, 25, 30, 40))
    match deal_type:
        case "Лицензии":
            return random.choice((f"Лицензии amoCRM, {seats} мест", f"Продление лицензий, {seats} мест"))
        case "Техподдержка":
            return f"Техподдержка, {_MONTHS[month - 1]}"
        case "Обучение":
            return random.choice(_LESSONS)
        case "Работы":
            return random.choice(_WORKS)
        case _:
            return random.choice(("Заявка с сайта", "Консультация", "Повторное обращение"))
