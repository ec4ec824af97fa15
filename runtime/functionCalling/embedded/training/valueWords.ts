/** Words of which the values of generated requests are made. */
const split = (text: string) => text.split(',').map((each) => each.trim());

export const valueWords = {
  first: split(
    'Anna,Ben,Clara,David,Elena,Frank,Grace,Hugo,Ines,Jonas,Karla,Liam,Maya,Noah,Olga,Pedro,Rosa,Samir,Tara,Viktor,Wei,Yuki,Zoe,Marie,Albert,Leo,Nina,Omar',
  ),
  last: split(
    "Berger,Castillo,Dupont,Evans,Fischer,Garcia,Hansen,Ivanov,Johnson,Kowalski,Lindqvist,Meyer,Nakamura,Okafor,Patel,Quinn,Rossi,Schmidt,Taylor,Urban,Vargas,Weber,Young,Zhang,van Houten,O'Brien,da Silva",
  ),
  town: split(
    'Brookhaven,Larkton,Westmere,Altona,San Pedro,New Harbour,Port Ellis,Graz,Lyon,Basel,Porto,Kyoto,Nairobi,Quito,Oslo,Riga,Ghent,Leeds,Denver,Austin,Boston,Seattle,Miami,Chicago,Munich,Krakow,Seville,Bergen,Hanoi,Lima,Perth,London,Paris,Tokyo,New York,San Diego,Los Angeles',
  ),
  region: split('CA,TX,NY,Ohio,Bavaria,Ontario,Tuscany,Oregon,Queensland'),
  company: split(
    'Acme,Northwind,Globex,Umbra Systems,Silverline,Hooli,Vandelay,Brightwater Energy,Orion Motors,Lumen Foods,Quarry Bank,Kestrel Air,Apple,Siemens,Toyota,NWND,GLBX,ORN',
  ),
  venue: split(
    'Golden Lion,Blue Door,Harbour House,Rosengarten,City Museum,Museum of Modern Craft,Old Mill,Casa Verde,Royal Gallery,Mount Alder,Lakeside College,Corner Market,The Red Barn',
  ),
  titleHead: split('Shadow,River,Garden,Empire,Silence,Summer,Winter,Letters,Night,House,Storm,Dream,Mirror,Road'),
  titleTail: split('of the North,in the Rain,of Glass,and Ashes,without End,at Dawn,of Lost Things,for Two'),
  adjective: split('Silent,Golden,Broken,Last,Hidden,Distant,Burning,Electric,Little,Endless'),
  food: split(
    'rice,lentil soup,chicken curry,apple pie,pizza,brown sugar,eggs,milk,tomatoes,olive oil,goat cheese,bread,dark chocolate,noodles,salmon,beans,avocado,banana,butter,mushroom risotto,pumpkin',
  ),
  cuisine: split('Italian,Thai,Mexican,Indian,Greek,Japanese,vegan,Lebanese,seafood,French,Korean'),
  genre: split('jazz,rock,classical,science fiction,crime,fantasy,folk,historical,comedy,electronic,theatre,romance'),
  topic: split(
    'climate change,quantum physics,electric cars,renewable energy,modern art,ancient history,data protection,machine learning,child labour,marine biology,space travel,urban planning,immigration,copyright,economics,gardening,linear algebra,public health,marketing,hiking,photography,street food',
  ),
  activity: split('running,swimming,cycling,hiking,rowing,yoga,skiing,climbing,dancing,kayaking'),
  sport: split('basketball,football,tennis,hockey,cricket,handball,baseball'),
  team: split(
    'Harbour Hawks,River City United,Northern Lights,Oakland Otters,FC Steinberg,Real Costa,Iron Wolves,Lakers,Arsenal,Ajax',
  ),
  league: split('Premier League,National League,Northern Cup,Super League,Champions Cup'),
  animal: split(
    'wolf,snow leopard,blue whale,honey bee,red fox,bald eagle,elephants,house cat,sea turtles,brown bear,giant panda,mouse,human',
  ),
  plant: split('oak,tomato plant,sunflower,pine tree,rose,cactus,bamboo,apple tree'),
  color: split('red,blue,green,black,white,dark blue,yellow,silver'),
  product: split(
    'winter jacket,running shoes,laptop,coffee machine,desk lamp,phone case,tent,headphones,office chair,bicycle helmet,camera,backpack',
  ),
  job: split(
    'nurse,software engineer,teacher,data analyst,carpenter,product manager,truck driver,chemist,graphic designer',
  ),
  specialty: split('dentist,cardiologist,dermatologist,eye doctor,pediatrician,surgeon,neurologist'),
  event: split(
    'French Revolution,Battle of Alder Creek,Treaty of Westmere,Great Fire,Moon landing,fall of the Berlin Wall,signing of the Magna Carta,Battle of Hastings,Boxer Rebellion,storming of the Bastille,Council of Trent',
  ),
  drug: split('aspirin,ibuprofen,warfarin,metformin,penicillin,lisinopril,codeine'),
  chem: split('H2O,CO2,NaCl,CH4,H2SO4,NH3,O2,C6H12O6,HCl,CaCO3'),
  formula: split('x^2,3x^2 + 2x - 1,sin(x),x**3,2*x + 5,e^x,cos(2x),x^3 - 4x'),
  gene: split('BRCA1,TP53,EGFR,FOXP2,MYC'),
  note: split('C,D,F#,G,A,Bb,E'),
  room: split('kitchen,living room,bedroom,office,garage,bathroom,hall'),
  planet: split('Mars,Venus,Jupiter,Saturn,Neptune,Mercury'),
  word: split('serendipity,gather,brisk,ledger,ambiguous,harvest,kindle,obscure,meander'),
  task: split(
    'buy milk,call the plumber,water the plants,finish the report,book the tickets,pick up the kids,pay the rent,clean the garage,write to the landlord,feed the cat',
  ),
  text: split(
    'see you at eight,the meeting is moved,happy birthday,I will be late,please send the invoice,good morning everyone,the goods arrived broken,lunch is ready,quarterly report,thanks for your help,a great experience,project kickoff,where is the station,wrong size,team lunch,budget review',
  ),
  dbname: split('users,orders,customers,invoices,products,payments,billing-api,web-frontend,employee_data,sales_2023'),
  column: split('id,name,email,price,created_at,quantity,city,age,status,total'),
  condition: split('age > 30,status = active,price < 100,city = Lyon,quantity >= 5'),
  file: split(
    'report.pdf,notes.txt,data/input.csv,src/main.py,/var/log/app.log,/home/anna/photo.png,config.json,images/cat.jpg,docs/readme.md,backup.tar.gz',
  ),
  street: split('Mill Lane,Oak Street,Station Road,Harbour Avenue,Church Hill'),
  username: split('anna_b,maxpower,jdoe42,nightowl,rosa.k,tom99'),
  language: split('French,Spanish,German,Japanese,English,Portuguese,Arabic,Polish,Swahili,Italian'),
  currency: split(
    'USD,EUR,GBP,JPY,CHF,US dollars,euros,British pounds,Japanese yen,Swiss francs,Canadian dollars,dollars',
  ),
  country: split(
    'France,Japan,Kenya,Brazil,Norway,India,Canada,Egypt,Vietnam,Mexico,Germany,Poland,Chile,the United States,New Zealand,South Korea,Italy,China',
  ),
  unit: split(
    'metres,feet,kilometres,miles,inches,centimetres,kilograms,pounds,litres,gallons,celsius,fahrenheit,hours,minutes',
  ),
  jsname: split(
    'userData,handleClick,calculateTotal,itemList,formValues,onSubmit,fetchOrders,cartItems,config,initMap,isReady,processQueue,mainView,#sidebar,renderTable,parseRow,salesReport,user_profile,load_items,app.start,data.points,MyComponent,CheckoutPage,priceOf,sessionToken',
  ),
  branch: split('feature/login,main,develop,fix-crash,release-2.1,hotfix/menu'),
  pkg: split('left-pad,express,requests,numpy,lodash,@acme/ui,react-router,pytest'),
  version: split('1.2.0,4.17.1,2.0,18.2.0-beta'),
  url: split(
    'https://api.example.org/v1/users,http://localhost:8080/items,https://shop.test/cart,https://data.example.com/weather?city=Lyon',
  ),
  hostname: split('localhost,db.example.org,192.168.1.20,db-1.internal'),
  material: split(
    'gold,copper,water,carbon dioxide,mercury,stainless steel,oak wood,penicillin,gravity,the telephone,the steam engine,X-rays,dynamite,helium,sodium chloride',
  ),
  constant: split('pi,the speed of light,the golden ratio,Planck constant,Avogadro number,the gravitational constant'),
  measure: split(
    'population,GDP,life expectancy,birth rate,inflation rate,unemployment,literacy rate,energy use,export volume',
  ),
  holiday: split('Easter,Christmas,Diwali,Thanksgiving,Ramadan,Lunar New Year,Midsummer'),
  lenunit: split('metres,meters,cm,feet,inches,km,miles'),
  modifier: split(
    'global,early,public,industrial,organic,modern,rural,digital,medieval,applied,social,advanced,local,tropical,nuclear,free,urban,sustainable,basic,European,American,deep,open source,small business',
  ),
  noun: split(
    'trade,farming,policy,history,architecture,music theory,transport,housing,finance,mechanics,psychology,literature,biology,insurance,chemistry,politics,fishing,education,tourism,warfare,cooking,networks,inequality,pottery,astronomy,design patterns,evolution,genetics,pollution,banking,migration',
  ),
  weekday: split('Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday'),
} as const satisfies Readonly<Record<string, readonly string[]>>;
