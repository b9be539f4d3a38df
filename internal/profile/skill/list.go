package skill

// Categories are the 49 skills of DSS-P.
var Categories = []Category{
	{"business", Name{"ビジネス変革", "Business transformation"}, []Group{
		{Name{"戦略・マネジメント・システム", "Strategy, management, systems"}, []Skill{
			{"01", Name{"ビジネス戦略策定・実行", "Making and carrying out business strategy"}},
			{"02", Name{"プロダクトマネジメント", "Product management"}},
			{"03", Name{"変革マネジメント", "Change management"}},
			{"04", Name{"システムズエンジニアリング", "Systems engineering"}},
			{"05", Name{"エンタープライズアーキテクチャ", "Enterprise architecture"}},
			{"06", Name{"プロジェクトマネジメント", "Project management"}},
		}},
		{Name{"ビジネスモデル・プロセス", "Business models and processes"}, []Skill{
			{"07", Name{"ビジネス調査", "Business research"}},
			{"08", Name{"ビジネスモデル設計", "Business model design"}},
			{"09", Name{"ビジネスアナリシス", "Business analysis"}},
			{"10", Name{"検証（ビジネス視点）", "Validation, business view"}},
			{"11", Name{"マーケティング", "Marketing"}},
			{"12", Name{"ブランディング", "Branding"}},
		}},
		{Name{"デザイン", "Design"}, []Skill{
			{"13", Name{"顧客・ユーザー理解", "Understanding customers and users"}},
			{"14", Name{"価値発見・定義", "Finding and defining value"}},
			{"15", Name{"設計", "Designing"}},
			{"16", Name{"検証（顧客・ユーザー視点）", "Validation, user view"}},
			{"17", Name{"その他デザイン技術", "Other design techniques"}},
		}},
	}},
	{"data", Name{"データ活用", "Use of data"}, []Group{
		{Name{"データ・AIの戦略的活用", "Strategic use of data and AI"}, []Skill{
			{"18", Name{"データ理解・活用", "Understanding and using data"}},
			{"19", Name{"データ・AI活用戦略", "Data and AI strategy"}},
			{"20", Name{"データ・AI活用業務の設計・事業実装・評価", "Designing, introducing and evaluating work with data and AI"}},
		}},
		{Name{"AI・データサイエンス", "AI and data science"}, []Skill{
			{"21", Name{"数理統計・多変量解析・データ可視化", "Statistics, multivariate analysis, visualisation"}},
			{"22", Name{"機械学習・深層学習", "Machine learning and deep learning"}},
		}},
		{Name{"データエンジニアリング", "Data engineering"}, []Skill{
			{"23", Name{"データ活用基盤設計", "Designing data platforms"}},
			{"24", Name{"データ活用基盤実装・運用", "Building and running data platforms"}},
		}},
	}},
	{"technology", Name{"テクノロジー", "Technology"}, []Group{
		{Name{"ソフトウェア開発", "Software development"}, []Skill{
			{"25", Name{"コンピュータサイエンス", "Computer science"}},
			{"26", Name{"チーム開発", "Developing in a team"}},
			{"27", Name{"ソフトウェア設計手法", "Software design methods"}},
			{"28", Name{"ソフトウェア開発プロセス", "Software development process"}},
			{"29", Name{"Webアプリケーション基本技術", "Web application basics"}},
			{"30", Name{"フロントエンドシステム開発", "Front-end development"}},
			{"31", Name{"バックエンドシステム開発", "Back-end development"}},
			{"32", Name{"クラウドインフラ活用", "Use of cloud infrastructure"}},
			{"33", Name{"SREプロセス", "Site reliability engineering"}},
			{"34", Name{"サービス活用", "Use of ready-made services"}},
		}},
		{Name{"デジタルテクノロジー", "Digital technology"}, []Skill{
			{"35", Name{"フィジカルコンピューティング", "Physical computing"}},
			{"36", Name{"その他先端技術", "Other advanced technology"}},
			{"37", Name{"テクノロジートレンド", "Technology trends"}},
		}},
	}},
	{"security", Name{"セキュリティ", "Security"}, []Group{
		{Name{"セキュリティマネジメント", "Security management"}, []Skill{
			{"38", Name{"セキュリティ体制構築・運営", "Setting up and running a security organisation"}},
			{"39", Name{"セキュリティマネジメント", "Security management"}},
			{"40", Name{"インシデント対応と事業継続", "Incident response and business continuity"}},
			{"41", Name{"プライバシー保護", "Privacy protection"}},
		}},
		{Name{"セキュリティ技術", "Security engineering"}, []Skill{
			{"42", Name{"セキュア設計・開発・構築", "Secure design and development"}},
			{"43", Name{"セキュリティ運用・保守・監視", "Security operation and monitoring"}},
		}},
	}},
	{"personal", Name{"パーソナルスキル", "Personal skills"}, []Group{
		{Name{"ヒューマンスキル", "Working with people"}, []Skill{
			{"44", Name{"リーダーシップ", "Leadership"}},
			{"45", Name{"コラボレーション", "Collaboration"}},
		}},
		{Name{"コンセプチュアルスキル", "Thinking"}, []Skill{
			{"46", Name{"ゴール設定", "Setting goals"}},
			{"47", Name{"創造的な問題解決", "Creative problem solving"}},
			{"48", Name{"批判的思考", "Critical thinking"}},
			{"49", Name{"適応力", "Adaptability"}},
		}},
	}},
}

// Types are the 5 types with their 15 roles.
var Types = []Type{
	{"BA", Name{"ビジネスアーキテクト", "Business architect"}, []Role{
		{Name{"新規事業開発", "New business development"}, []Code{"01", "02", "07", "08", "10", "11"}},
		{Name{"既存事業の高度化", "Upgrading existing business"}, []Code{"01", "03", "08", "09", "13"}},
		{Name{"社内業務の高度化・効率化", "Improving internal work"}, []Code{"03", "06", "09", "34"}},
	}},
	{"DE", Name{"デザイナー", "Designer"}, []Role{
		{Name{"サービスデザイナー", "Service designer"}, []Code{"08", "13", "14", "15", "16"}},
		{Name{"UX/UIデザイナー", "UX/UI designer"}, []Code{"13", "15", "16", "30"}},
		{Name{"グラフィックデザイナー", "Graphic designer"}, []Code{"12", "15", "17"}},
	}},
	{"DS", Name{"データサイエンティスト", "Data scientist"}, []Role{
		{Name{"データビジネスストラテジスト", "Data business strategist"}, []Code{"01", "18", "19", "20"}},
		{Name{"データサイエンスプロフェッショナル", "Data science professional"}, []Code{"18", "21", "22"}},
		{Name{"データエンジニア", "Data engineer"}, []Code{"23", "24", "31", "32"}},
	}},
	{"SE", Name{"ソフトウェアエンジニア", "Software engineer"}, []Role{
		{Name{"フロントエンドエンジニア", "Front-end engineer"}, []Code{"26", "28", "29", "30"}},
		{Name{"バックエンドエンジニア", "Back-end engineer"}, []Code{"26", "27", "29", "31"}},
		{Name{"クラウドエンジニア/SRE", "Cloud engineer and SRE"}, []Code{"32", "33", "43"}},
		{Name{"フィジカルコンピューティングエンジニア", "Physical computing engineer"}, []Code{"25", "35", "36"}},
	}},
	{"CS", Name{"サイバーセキュリティ", "Cyber security"}, []Role{
		{Name{"サイバーセキュリティマネージャー", "Cyber security manager"}, []Code{"38", "39", "40", "41"}},
		{Name{"サイバーセキュリティエンジニア", "Cyber security engineer"}, []Code{"42", "43", "40"}},
	}},
}
